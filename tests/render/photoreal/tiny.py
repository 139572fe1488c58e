"""The real pipeline classes with tiny random networks; nothing is downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from signsynth.render.photoreal.prompt import write_prompt

TEXT = 32
"""Width of the text embeddings."""


def vae() -> Any:
    from diffusers import AutoencoderKLWan

    torch.manual_seed(0)
    return AutoencoderKLWan(
        base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
    ).eval()


def clip(size: int, patch: int, width: int) -> Any:
    from transformers import CLIPVisionConfig, CLIPVisionModel

    torch.manual_seed(0)
    config = CLIPVisionConfig(
        hidden_size=width, projection_dim=4, num_hidden_layers=2, num_attention_heads=2, image_size=size,
        intermediate_size=16, patch_size=patch,
    )  # fmt: skip
    return CLIPVisionModel(config).eval()


def animate() -> Any:
    """A ``WanAnimatePipeline`` without text encoder; faces of 16 pixels."""
    from diffusers import UniPCMultistepScheduler, WanAnimatePipeline, WanAnimateTransformer3DModel
    from transformers import CLIPImageProcessor

    torch.manual_seed(0)
    transformer = WanAnimateTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=36, latent_channels=16,
        out_channels=16, text_dim=TEXT, freq_dim=32, ffn_dim=32, num_layers=2, cross_attn_norm=True,
        qk_norm="rms_norm_across_heads", rope_max_seq_len=64, image_dim=4, motion_encoder_size=16,
        motion_encoder_channel_sizes={"4": 16, "8": 16, "16": 16}, motion_style_dim=8, motion_dim=4,
        motion_encoder_dim=16, face_encoder_hidden_dim=16, face_encoder_num_heads=2, inject_face_latents_blocks=2,
    ).eval()  # fmt: skip
    pipeline = WanAnimatePipeline(
        tokenizer=None,
        text_encoder=None,
        vae=vae(),
        scheduler=UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0),
        image_processor=CLIPImageProcessor(crop_size={"height": 4, "width": 4}, size={"shortest_edge": 4}),
        image_encoder=clip(4, 1, 4),
        transformer=transformer,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def vace() -> Any:
    """A ``WanVACEPipeline`` without text encoder."""
    from diffusers import UniPCMultistepScheduler, WanVACEPipeline, WanVACETransformer3DModel

    torch.manual_seed(0)
    transformer = WanVACETransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=16, out_channels=16,
        text_dim=TEXT, freq_dim=32, ffn_dim=32, num_layers=3, cross_attn_norm=True, rope_max_seq_len=64,
        vace_layers=[0, 2], vace_in_channels=96,
    ).eval()  # fmt: skip
    pipeline = WanVACEPipeline(
        tokenizer=None,
        text_encoder=None,
        vae=vae(),
        scheduler=UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0),
        transformer=transformer,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def prompt(folder: Path) -> Path:
    """A prompt file of random embeddings."""
    generator = torch.Generator().manual_seed(0)
    made = {
        name: torch.randn(3 + k, TEXT, generator=generator).to(torch.bfloat16)
        for k, name in enumerate(("prompt", "negative", "driving"))
    }
    return write_prompt(folder / "prompt.safetensors", made)


def animate_2(distilled: bool = False) -> Any:
    """A ``WanAnimate2ModularPipeline`` as ``assembled`` makes it."""
    from diffusers import FlowMatchEulerDiscreteScheduler, WanAnimate2Transformer3DModel

    from signsynth.render.photoreal.wan_animate_2 import assembled

    torch.manual_seed(0)
    transformer = WanAnimate2Transformer3DModel(
        dim=32, ffn_dim=32, num_heads=2, num_layers=2, text_dim=TEXT, freq_dim=16, text_len=512
    ).eval()
    pipeline = assembled(distilled=distilled)
    pipeline.update_components(
        vae=vae(),
        transformer=transformer,
        image_encoder=clip(224, 32, 1280),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=5.0),
    )
    return pipeline


def text_encoder(folder: Path) -> None:
    """``text_encoder/`` and ``tokenizer/`` of five words in a folder."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import PreTrainedTokenizerFast, UMT5Config, UMT5EncoderModel

    words = {word: k for k, word in enumerate(("<pad>", "<unk>", "一", "人", "在", "动", "坏"))}
    tokenizer = Tokenizer(WordLevel(words, unk_token="<unk>"))
    tokenizer.pre_tokenizer = Whitespace()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>")
    fast.save_pretrained(folder / "tokenizer")
    torch.manual_seed(0)
    config = UMT5Config(vocab_size=len(words), d_model=TEXT, d_kv=8, d_ff=16, num_layers=2, num_heads=2)
    UMT5EncoderModel(config).save_pretrained(folder / "text_encoder")
