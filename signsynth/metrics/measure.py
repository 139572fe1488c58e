"""What each figure is: said once, for the docs page, the command line and whoever reads a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One figure: its name in reports, what it says, its unit and range, which way is better, source, blind spots."""

    name: str
    says: str
    unit: str
    span: str
    better: str
    source: str
    blind: str


_SLRTP = "Walsh et al., SLRTP 2025 (arXiv 2508.06951), evaluator"
MEASURES = (
    Measure(
        "dtw_mje",
        "distance of joints after dynamic time warping; all aligned frames of the corpus pooled",
        "that of the points",
        "0 to ∞",
        "lower",
        _SLRTP,
        "speed, rhythm, length; a frozen mean pose beats another real sentence: read it beside the controls",
    ),
    Measure(
        "mpjpe",
        "distance of joints frame by frame, of pairs of one length",
        "that of the points",
        "0 to ∞",
        "lower",
        _SLRTP,
        "a shift in time counts as an error in space",
    ),
    Measure(
        "total_distance",
        "way of the wrists ÷ the reference's",
        "ratio",
        "0 to ∞",
        "near 1",
        _SLRTP,
        "where they go; noise counts as way",
    ),
    Measure("duration", "frames ÷ the reference's", "ratio", "0 to ∞", "near 1", _SLRTP, "everything but length"),
    Measure(
        "speed",
        "mean speed of wrists and hands ÷ the reference's",
        "ratio",
        "0 to ∞",
        "near 1",
        "ours",
        "where hands are",
    ),
    Measure(
        "acceleration", "the same of the second derivative", "ratio", "0 to ∞", "near 1", "ours", "where hands are"
    ),
    Measure(
        "jerk",
        "the same of the third: above 1 trembles, below is blunted",
        "ratio",
        "0 to ∞",
        "near 1",
        "ours",
        "trackers' noise in the reference raises what 1 means",
    ),
    Measure(
        "npss",
        "distance of normalised power spectra, weighted by the reference's power",
        "none",
        "0 to ∞",
        "lower",
        "Gopalakrishnan et al., CVPR 2019, equation 9",
        "phase: when things happen",
    ),
    Measure(
        "motion_range",
        "diagonal of the box that the wrists fill ÷ the reference's",
        "ratio",
        "0 to ∞",
        "near 1",
        "ours",
        "what happens inside the box",
    ),
    Measure(
        "hand_rigidity",
        "largest change of a hand bone's length in one utterance",
        "share",
        "0 to ∞",
        "lower",
        "ours",
        "hands that are rigid and wrong",
    ),
    Measure(
        "fast_share",
        "share of the hands' power above 5 Hz",
        "share",
        "0 to 1",
        "as the reference's",
        "ours",
        "slow errors; needs more than 10 frames a second",
    ),
    Measure(
        "replay_share",
        "share of frames within 0.005 of a training frame (root mean square of joints)",
        "share",
        "0 to 1",
        "lower",
        "audits of SLRTP submissions, 2026",
        "copies that were shifted, scaled or slowed",
    ),
    Measure(
        "bleu_1 to bleu_4",
        "n-grams that a back-translation shares with the text; raw corpus BLEU",
        "× 100",
        "0 to 100",
        "higher",
        "Papineni et al., ACL 2002; sacrebleu",
        "measures the reader too: memorised clips read best",
    ),
    Measure(
        "chrf",
        "F measure of character n-grams",
        "× 100",
        "0 to 100",
        "higher",
        "Popović, WMT 2015; sacrebleu",
        "as BLEU",
    ),
    Measure(
        "rouge_l",
        "F measure (beta 1.2) of the longest common subsequence of words",
        "× 100",
        "0 to 100",
        "higher",
        "Lin, WAS 2004; rouge-score",
        "as BLEU",
    ),
    Measure(
        "wer",
        "words to insert, delete, replace ÷ words of the text",
        "× 100",
        "0 to ∞",
        "lower",
        "jiwer",
        "as BLEU; order counts for much",
    ),
    Measure(
        "psnr",
        "peak signal ÷ noise of colours",
        "dB",
        "0 to ∞",
        "higher",
        "–",
        "structure; one pixel of shift costs as much as a smear",
    ),
    Measure(
        "ssim",
        "structural similarity, Gaussian window of 11 pixels",
        "none",
        "-1 to 1",
        "higher",
        "Wang et al., IEEE TIP 13 (2004) 600; torchmetrics",
        "slow changes of colour",
    ),
    Measure(
        "ms_ssim",
        "the same at five scales",
        "none",
        "0 to 1",
        "higher",
        "Wang et al., Asilomar 2003; torchmetrics",
        "as SSIM; at least 161 pixels",
    ),
    Measure(
        "flicker",
        "change of colour along the surface's own motion",
        "of 255",
        "0 to 255",
        "lower",
        "Lai et al., ECCV 2018, equation 8",
        "slow drift",
    ),
    Measure(
        "fid, fvd",
        "distance of two sets as Gaussians in a network's features",
        "squared features",
        "0 to ∞",
        "lower",
        "Heusel et al., NeurIPS 2017, equation 6",
        "single broken frames; needs your own network",
    ),
    Measure(
        "lpips",
        "distance of unit features of two pictures",
        "none",
        "0 to 4",
        "lower",
        "Zhang et al., CVPR 2018, without learned weights of channels",
        "needs your own network",
    ),
    Measure(
        "joins ÷ inside",
        "speed, acceleration, jerk of wrists in transitions ÷ inside signs (real signing 0.99 / 0.79 / 0.76)",
        "ratio",
        "0 to ∞",
        "near real",
        "docs/design.md",
        "whether a transition is the right one",
    ),
)
"""The figures that this room computes."""


def page() -> str:
    """The table of ``docs/metrics.md`` in Markdown."""
    lines = ["| figure | says | unit | range | better | source | blind to |", "|---|---|---|---|---|---|---|"]
    lines += [
        f"| `{m.name}` | {m.says} | {m.unit} | {m.span} | {m.better} | {m.source} | {m.blind} |" for m in MEASURES
    ]
    return "\n".join(lines)
