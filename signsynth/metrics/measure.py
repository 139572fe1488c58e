"""What each figure is: said once, for the docs page, the command line and whoever reads a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One figure: its name in reports, what it says, its unit and range, which way is better, source, blind spots.

    ``by`` is the function of this room that computes it; ``held`` what a test holds it to.
    """

    name: str
    says: str
    unit: str
    span: str
    better: str
    source: str
    blind: str
    by: str
    held: str


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
        "slrtp.dtw_mje",
        "values by hand; noise of 0.02 gives 0.02 √(8/π); DTW: the textbook's, dtaidistance, fastdtw",
    ),
    Measure(
        "mpjpe",
        "distance of joints frame by frame, of pairs of one length",
        "that of the points",
        "0 to ∞",
        "lower",
        _SLRTP,
        "a shift in time counts as an error in space",
        "slrtp.mpjpe",
        "values by hand",
    ),
    Measure(
        "total_distance",
        "way of the wrists ÷ the reference's",
        "ratio",
        "0 to ∞",
        "near 1",
        _SLRTP,
        "where they go; noise counts as way",
        "slrtp.total_distance",
        "values by hand",
    ),
    Measure(
        "duration",
        "frames ÷ the reference's",
        "ratio",
        "0 to ∞",
        "near 1",
        _SLRTP,
        "everything but length",
        "slrtp.duration",
        "values by hand",
    ),
    Measure(
        "speed",
        "mean speed of wrists and hands ÷ the reference's",
        "ratio",
        "0 to ∞",
        "near 1",
        "ours",
        "where hands are",
        "movement.liveliness",
        "derivatives of t² by hand; scaled motion",
    ),
    Measure(
        "acceleration",
        "the same of the second derivative",
        "ratio",
        "0 to ∞",
        "near 1",
        "ours",
        "where hands are",
        "movement.liveliness",
        "as speed",
    ),
    Measure(
        "jerk",
        "the same of the third: above 1 trembles, below is blunted",
        "ratio",
        "0 to ∞",
        "near 1",
        "ours",
        "trackers' noise in the reference raises what 1 means",
        "movement.liveliness",
        "as speed",
    ),
    Measure(
        "npss",
        "distance of normalised power spectra, weighted by the reference's power",
        "none",
        "0 to ∞",
        "lower",
        "Gopalakrishnan et al., CVPR 2019, equation 9",
        "phase: when things happen",
        "movement.npss",
        "two sines: their distance in whole periods",
    ),
    Measure(
        "motion_range",
        "diagonal of the box that the wrists fill ÷ the reference's",
        "ratio",
        "0 to ∞",
        "near 1",
        "ours",
        "what happens inside the box",
        "movement.motion_range",
        "values by hand; scaled motion",
    ),
    Measure(
        "hand_rigidity",
        "largest change of a hand bone's length in one utterance",
        "share",
        "0 to ∞",
        "lower",
        "ours",
        "hands that are rigid and wrong",
        "movement.hand_rigidity",
        "values by hand",
    ),
    Measure(
        "fast_share",
        "share of the hands' power above 5 Hz",
        "share",
        "0 to 1",
        "as the reference's",
        "ours",
        "slow errors; needs more than 10 frames a second",
        "movement.fast_share",
        "two sines: their shares of power",
    ),
    Measure(
        "replay_share",
        "share of frames within 0.005 of a training frame (root mean square of joints)",
        "share",
        "0 to 1",
        "lower",
        "audits of SLRTP submissions, 2026",
        "copies that were shifted, scaled or slowed",
        "controls.replay_share",
        "values by hand",
    ),
    Measure(
        "bleu_1 to bleu_4",
        "n-grams that a back-translation shares with the text; raw corpus BLEU",
        "× 100",
        "0 to 100",
        "higher",
        "Papineni et al., ACL 2002; sacrebleu",
        "measures the reader too: memorised clips read best",
        "text.text_scores",
        "values by hand",
    ),
    Measure(
        "chrf",
        "F measure of character n-grams",
        "× 100",
        "0 to 100",
        "higher",
        "Popović, WMT 2015; sacrebleu",
        "as BLEU",
        "text.text_scores",
        "values by hand",
    ),
    Measure(
        "rouge_l",
        "F measure (beta 1.2) of the longest common subsequence of words",
        "× 100",
        "0 to 100",
        "higher",
        "Lin, WAS 2004; rouge-score",
        "as BLEU",
        "text.rouge_l",
        "values by hand",
    ),
    Measure(
        "wer",
        "words to insert, delete, replace ÷ words of the text",
        "× 100",
        "0 to ∞",
        "lower",
        "jiwer",
        "as BLEU; order counts for much",
        "text.word_error_rate",
        "values by hand",
    ),
    Measure(
        "psnr",
        "peak signal ÷ noise of colours",
        "dB",
        "0 to ∞",
        "higher",
        "–",
        "structure; one pixel of shift costs as much as a smear",
        "pictures.psnr",
        "values by hand",
    ),
    Measure(
        "ssim",
        "structural similarity, Gaussian window of 11 pixels",
        "none",
        "-1 to 1",
        "higher",
        "Wang et al., IEEE TIP 13 (2004) 600, equation 13",
        "slow changes of colour",
        "pictures.ssim",
        "the paper's formula with scipy; torchmetrics",
    ),
    Measure(
        "ms_ssim",
        "the same at five scales",
        "none",
        "0 to 1",
        "higher",
        "Wang et al., Asilomar 2003",
        "as SSIM; at least 161 pixels",
        "pictures.ms_ssim",
        "torchmetrics",
    ),
    Measure(
        "flicker",
        "change of colour along the surface's own motion",
        "of 255",
        "0 to 255",
        "lower",
        "Lai et al., ECCV 2018, equation 8",
        "slow drift",
        "pictures.flicker",
        "values by hand; moved pictures",
    ),
    Measure(
        "fid, fvd",
        "distance of two sets as Gaussians in a network's features",
        "squared features",
        "0 to ∞",
        "lower",
        "Heusel et al., NeurIPS 2017, equation 6",
        "single broken frames; needs your own network",
        "networks.frechet_distance",
        "values by hand",
    ),
    Measure(
        "lpips",
        "distance of unit features of two pictures",
        "none",
        "0 to 4",
        "lower",
        "Zhang et al., CVPR 2018, without learned weights of channels",
        "needs your own network",
        "networks.perceptual_distance",
        "values by hand",
    ),
    Measure(
        "found again",
        "frames in which a tracker finds a part that is in view, and how far its points are off (shoulder widths)",
        "share; shoulder widths",
        "0 to 1; 0 to ∞",
        "higher; lower",
        "ours",
        "the tracker's own errors; what it does not find in real video either",
        "redetection.found_again",
        "values by hand",
    ),
    Measure(
        "joins ÷ inside",
        "speed, acceleration, jerk of wrists in transitions ÷ inside signs (real signing 0.99 / 0.79 / 0.76)",
        "ratio",
        "0 to ∞",
        "near real",
        "docs/design.md",
        "whether a transition is the right one",
        "",
        "tests of signsynth.motion.continuity",
    ),
)
"""The figures that this room computes."""


def page() -> str:
    """The table of ``docs/metrics.md`` in Markdown."""
    lines = ["| figure | says | unit | range | better | source | blind to | held to |", "|---|" + "---|" * 7]
    lines += [
        f"| `{m.name}` | {m.says} | {m.unit} | {m.span} | {m.better} | {m.source} | {m.blind} | {m.held} |"
        for m in MEASURES
    ]
    return "\n".join(lines)
