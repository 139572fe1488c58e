"""Prompt files."""

from __future__ import annotations

import pytest
import torch
from safetensors.torch import save_file

from signsynth.errors import FileError, InputError
from signsynth.render.photoreal.prompt import TOKENS, encoded, padded, read_prompt, write_prompt
from tests.render.photoreal import tiny


def test_a_file_gives_back_what_was_written(tmp_path):
    made = {name: torch.randn(k + 2, 8).to(torch.bfloat16) for k, name in enumerate(("prompt", "negative", "driving"))}
    found = read_prompt(write_prompt(tmp_path / "p.safetensors", made))
    assert found.keys() == made.keys()
    assert all(torch.equal(found[name], made[name]) for name in made)


def test_padding_is_zeros_up_to_512():
    given = torch.ones(3, 8)
    out = padded(given)
    assert out.shape == (1, TOKENS, 8) and out.sum() == 24 and (out[0, :3] == 1).all()


@pytest.mark.parametrize(
    "damage, message",
    [
        (lambda p: p.unlink(), "no such file"),
        (lambda p: p.write_bytes(p.read_bytes()[:40]), "damaged"),
        (lambda p: p.write_bytes(b"x" * 100), "damaged"),
        (lambda p: save_file({"prompt": torch.ones(2, 4)}, p), "expected the embeddings"),
        (lambda p: save_file({n: torch.ones(600, 4) for n in ("prompt", "negative", "driving")}, p), "embeddings"),
        (
            lambda p: save_file({n: torch.ones(2, 4 + k) for k, n in enumerate(("prompt", "negative", "driving"))}, p),
            "several widths",
        ),
    ],
)
def test_what_is_no_prompt_is_refused(tmp_path, damage, message):
    path = tiny.prompt(tmp_path)
    damage(path)
    with pytest.raises(FileError, match=message):
        read_prompt(path)


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(FileError, match="safetensors"):
        write_prompt(tmp_path / "p.pt", {})


def test_without_a_text_encoder_the_command_is_named(tmp_path):
    with pytest.raises(FileError, match="signsynth photoreal prompt"):
        encoded(tmp_path)


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_empty_and_endless_prompts_are_refused(tmp_path, text):
    with pytest.raises(InputError, match="1 to 2000"):
        encoded(tmp_path, text)


def test_a_text_encoder_in_the_folder_is_used_as_the_pipelines_use_it(tmp_path):
    """Two implementations: without padding here, with padding and a mask there."""
    pytest.importorskip("diffusers")
    transformers = pytest.importorskip("transformers")
    from diffusers.modular_pipelines.wan_animate_2.encoders import get_t5_prompt_embeds

    tiny.text_encoder(tmp_path)
    found = encoded(tmp_path, "一 人 在 动", "坏")
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path / "tokenizer")
    model = transformers.UMT5EncoderModel.from_pretrained(tmp_path / "text_encoder", dtype=torch.bfloat16)
    with torch.no_grad():
        theirs = get_t5_prompt_embeds(model, tokenizer, "一 人 在 动", TOKENS, torch.device("cpu"))
    assert found["prompt"].shape == (4, tiny.TEXT) and found["negative"].shape == (1, tiny.TEXT)
    assert torch.allclose(padded(found["prompt"]).float(), theirs.float(), atol=0.05)
    assert found["prompt"].float().std() > 0.1
