"""The text prompt as the model reads it, computed once: then its 5.7 billion parameter text encoder is not needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from signsynth.errors import FileError, InputError
from signsynth.files.atomic import atomic_path
from signsynth.files.limits import read_bytes

CACHE = "signsynth-prompt.safetensors"
"""Its name in a folder of weights."""
FORMAT, VERSION = "signsynth-prompt", "1"
TOKENS = 512
PROMPT = "视频中的人在做动作"
"""“The person in the video is moving”: what Wan-Animate is run with by its makers."""
SIGNING = (
    "A person stands before a plain wall, faces the camera and signs in sign language. Natural skin, every finger "
    "sharp, a lively face, even light, the camera does not move. Realistic video."
)
"""For models that know text better than people: VACE's makers ask for prompts that describe."""
NEGATIVE = (
    "色调艳丽，过曝，静态，细节模糊不清，字幕，风格，作品，画作，画面，静止，整体发灰，最差质量，低质量，JPEG压缩残留，"
    "丑陋的，残缺的，多余的手指，画得不好的手部，画得不好的脸部，畸形的，毁容的，形态畸形的肢体，手指融合，静止不动的画面，"
    "杂乱的背景，三条腿，背景人很多，倒着走"
)
DRIVING = "人物动作的参考视频"
"""“A reference video of a person's movement”: how Wan-Animate-2 is told what the driving video is."""
_MOST_TEXT = 2000


def encoded(folder: Path, prompt: str = PROMPT, negative: str = NEGATIVE) -> dict[str, Any]:
    """Embeddings bfloat16 ``(tokens, width)`` named prompt, negative and driving, by the text encoder in ``folder``.

    Without the padding, which is zeros. Errors: ``FileError`` where the folder has no text encoder, ``InputError``
    for an empty or very long text.
    """
    for name, text in (("prompt", prompt), ("negative prompt", negative)):
        if not text.strip() or len(text) > _MOST_TEXT:
            raise InputError(f"{name}: {len(text)} letters, expected 1 to {_MOST_TEXT}")
    if not (folder / "text_encoder").is_dir() or not (folder / "tokenizer").is_dir():
        raise FileError(
            f"{folder}: holds neither {CACHE} nor text_encoder/ and tokenizer/; download those two, or make the file "
            f"where they are with `signsynth photoreal prompt --weights FOLDER -o {CACHE}` and bring it here"
        )
    import torch
    from transformers import AutoTokenizer, UMT5EncoderModel

    tokenizer = AutoTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True)
    model = UMT5EncoderModel.from_pretrained(folder / "text_encoder", dtype=torch.bfloat16, local_files_only=True)
    found = {}
    for name, text in (("prompt", prompt), ("negative", negative), ("driving", DRIVING)):
        given = tokenizer([text.strip()], truncation=True, max_length=TOKENS, return_tensors="pt")
        with torch.no_grad():
            states = model(given.input_ids, attention_mask=given.attention_mask).last_hidden_state[0]
        found[name] = states.to(torch.bfloat16)
    return found


def write_prompt(path: str | Path, embeddings: dict[str, Any], prompt: str = PROMPT, negative: str = NEGATIVE) -> Path:
    """Write what ``encoded`` gives as safetensors, with its texts. Errors: ``FileError``."""
    from safetensors.torch import save

    path = Path(path)
    if path.suffix != ".safetensors":
        raise FileError(f"{path}: cannot be written, expected NAME.safetensors")
    about = {"format": FORMAT, "version": VERSION, "prompt": prompt, "negative": negative, "driving": DRIVING}
    data = save({name: values.contiguous() for name, values in embeddings.items()}, about)
    with atomic_path(path) as temporary:
        temporary.write_bytes(data)
    return path


def read_prompt(path: str | Path) -> dict[str, Any]:
    """The embeddings in a file. Errors: ``FileError`` where it is missing, damaged or something else."""
    from safetensors.torch import load

    path = Path(path)
    data = read_bytes(path)
    try:
        found = load(data)
    except Exception as error:  # safetensors fails in its own way on damaged bytes
        raise FileError(f"{path}: not a readable .safetensors file; damaged or cut short?") from error
    names = {"prompt", "negative", "driving"}
    if set(found) != names or any(v.ndim != 2 or not 1 <= len(v) <= TOKENS for v in found.values()):
        raise FileError(f"{path}: holds {sorted(found)[:4]}, expected the embeddings of `signsynth photoreal prompt`")
    if len({values.shape[1] for values in found.values()}) > 1:
        raise FileError(f"{path}: embeddings of several widths, expected one")
    return found


def padded(embedding: Any) -> Any:
    """``(1, 512, width)`` of ``(tokens, width)``: zeros after the last token, as the pipelines have them."""
    import torch

    out = torch.zeros(1, TOKENS, embedding.shape[1], dtype=embedding.dtype)
    out[0, : len(embedding)] = embedding
    return out
