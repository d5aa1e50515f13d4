//! What a person needs to know of a metric besides its entry: its formula and what the two files look like.
//!
//! Invariant: every metric of the catalogue has a formula; `tests/it/guide.rs` checks it.

use crate::catalogue::{MetricInfo, PredictionShape};

/// Formulas by name. y is the truth, p the prediction, w the weight of a row (1 without a weight column).
const FORMULAS: &[(&str, &str)] = &[
    ("rmse", "sqrt(sum w (y - p)^2 / sum w)"),
    ("mse", "sum w (y - p)^2 / sum w"),
    ("mae", "sum w |y - p| / sum w"),
    ("median_absolute_error", "median of |y - p|"),
    ("max_error", "max of |y - p|"),
    ("r2", "1 - sum w (y - p)^2 / sum w (y - mean y)^2"),
    ("explained_variance", "1 - var(y - p) / var(y)"),
    ("mape", "mean of |y - p| / max(|y|, 2.2e-16)"),
    ("smape", "scale * mean of 2 |p - y| / (|y| + |p|)"),
    ("rmsle", "sqrt(mean of (ln(1 + y) - ln(1 + p))^2)"),
    ("msle", "mean of (ln(1 + y) - ln(1 + p))^2"),
    ("rmspe", "sqrt(mean of ((y - p) / y)^2)"),
    ("wape", "sum |y - p| / sum |y|"),
    ("huber", "mean of e^2 / 2 if e <= delta, else delta (e - delta / 2), with e = |y - p|"),
    ("log_cosh", "mean of ln cosh(p - y)"),
    ("pinball", "mean of alpha (y - p) if y >= p, else (1 - alpha) (p - y)"),
    ("poisson_deviance", "mean of 2 (y ln(y / p) - y + p)"),
    ("gamma_deviance", "mean of 2 (ln(p / y) + y / p - 1)"),
    ("tweedie_deviance", "mean of 2 (y^(2-k) / ((1-k)(2-k)) - y p^(1-k) / (1-k) + p^(2-k) / (2-k)), with k = power"),
    ("d2_absolute_error", "1 - sum |y - p| / sum |y - median y|"),
    ("pearson", "cov(y, p) / (sd(y) sd(p))"),
    ("spearman", "pearson of the ranks, ties share their mean rank"),
    ("kendall_tau", "(C - D) / sqrt((C + D + T)(C + D + U)): pairs in order, in disorder, tied in one of the two"),
    ("concordance_correlation", "2 cov(y, p) / (var y + var p + (mean y - mean p)^2)"),
    ("gini_normalized", "gini(y by falling p) / gini(y by falling y)"),
    ("log_mae", "ln max(mean of |y - p|, 1e-9)"),
    ("weighted_quantile_loss", "mean over quantiles q of 2 sum pinball_q(y, p_q) / sum |y|"),
    ("interval_score", "mean of (u - l) + 2 / alpha ((l - y)+ + (y - u)+)"),
    ("crps_gaussian", "mean of s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt pi), with z = (y - m) / s"),
    ("crps_cdf", "mean over rows and thresholds t of (P(t) - [y <= t])^2"),
    (
        "laplace_log_likelihood",
        "mean of -sqrt 2 min(|y - m|, delta_max) / s' - ln(sqrt 2 s'), with s' = max(s, sd_min)",
    ),
    ("mean_angular_error", "mean of the angle between the directions (azimuth, zenith)"),
    ("haversine", "mean of 2 R asin sqrt(sin^2(dlat / 2) + cos lat cos lat' sin^2(dlon / 2))"),
    ("haversine_p50_p95", "mean of the given quantiles of the haversine distance"),
    ("accuracy", "share of rows with p = y"),
    ("error_rate", "1 - accuracy"),
    ("balanced_accuracy", "mean over true classes of hits / rows of the class"),
    ("f1", "2 tp / (2 tp + fp + fn)"),
    ("fbeta", "(1 + b^2) tp / ((1 + b^2) tp + b^2 fn + fp), with b = beta"),
    ("precision", "tp / (tp + fp)"),
    ("recall", "tp / (tp + fn)"),
    ("mcc", "covariance of the two labellings / root of their variances"),
    ("kappa", "1 - sum O d / sum E d: observed and expected pairs of labels, with their distance d"),
    ("jaccard", "tp / (tp + fp + fn)"),
    ("hamming_loss", "share of cells with p != y"),
    ("roc_auc", "P(p of a positive > p of a negative) + P(equal) / 2"),
    ("pauc_above_tpr", "area under the ROC curve above the line TPR = min_tpr"),
    ("weighted_roc_auc", "sum over bands of weight * area within the band / sum of weight * height of the band"),
    ("gini", "2 roc_auc - 1"),
    ("average_precision", "sum over scores, falling, of (recall gained) * precision"),
    ("log_loss", "mean of -ln p(true class), p clipped to eps from 0 and 1"),
    ("balanced_log_loss", "mean over classes of the log loss of their rows"),
    ("brier", "mean of (p - y)^2"),
    ("ks", "max over scores of |TPR - FPR|"),
    ("amex", "(G + D) / 2: normalised Gini, and the positives within the first 4 %, negatives weighing 20"),
    ("pfbeta", "(1 + b^2) P R / (b^2 P + R), with P = sum of p over positives / sum of p, R = the same / positives"),
    ("top_k_accuracy", "share of rows whose true class is among the k highest scores"),
    (
        "label_ranking_average_precision",
        "mean over rows and true labels of (true labels ranked as high) / (labels ranked as high)",
    ),
    ("coverage_error", "mean of the labels scored at least as high as the lowest true one"),
    ("label_ranking_loss", "mean share of (true, wrong) pairs with the wrong one scored as high"),
    ("lwlrap", "mean over all true labels of (true labels ranked as high) / (labels ranked as high)"),
    ("kl_divergence", "mean over rows of sum y ln(y / p), p clipped to eps from 0 and 1"),
    ("jigsaw_bias_auc", "weight * AUC + (1 - weight) / 3 * sum of power means of subgroup, BPSN and BNSP AUC"),
    ("subset_accuracy", "share of rows whose labels are all right"),
    ("map_at_k", "mean of sum over hits of (hits so far / place) / min(k, true items)"),
    ("mrr_at_k", "mean of 1 / place of the first hit among the first k, 0 without"),
    ("recall_at_k", "mean of hits among the first k / true items"),
    ("precision_at_k", "mean of hits among the first k / k"),
    ("hit_rate_at_k", "share of rows with a hit among the first k"),
    ("ndcg_at_k", "mean over queries of DCG / best DCG, DCG = sum of gain / log2(place + 1)"),
    ("levenshtein", "mean of d(y, p): insertions, deletions, replacements"),
    ("wer", "sum of d(words of y, words of p) / sum of words of y"),
    ("cer", "sum of d(characters of y, characters of p) / sum of characters of y"),
    ("token_f1", "mean of 2 shared words / (words of y + words of p)"),
    ("rouge_l", "mean of 2 LCS(y, p) / (words of y + words of p)"),
    ("kendall_tau_order", "1 - 4 swaps / sum n (n - 1)"),
    ("dice", "2 |Y and P| / (|Y| + |P|)"),
    ("iou", "|Y and P| / |Y or P|"),
    ("dice_hausdorff", "dice_weight * mean Dice of rows + hausdorff_weight * (1 - mean Hausdorff distance of volumes)"),
    ("kuzushiji_f1", "2 tp / (2 tp + fp + fn), all pages together: a point within the box of its label is a tp"),
    ("map_iou_thresholds", "mean over images of the share of thresholds that IoU passes"),
    ("voc_map", "mean over classes of the average precision of boxes that match with IoU > iou"),
    ("concordance_index", "(concordant pairs + tied risks / 2) / comparable pairs"),
];

/// A small pair of files in the shape of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Rows of a solution.
    pub solution: &'static str,
    /// Rows of a submission.
    pub submission: &'static str,
}

impl MetricInfo {
    /// The formula in plain text.
    pub fn formula(&self) -> Option<&'static str> {
        FORMULAS.iter().find(|(name, _)| *name == self.name).map(|(_, formula)| *formula)
    }

    /// What solution and submission look like.
    pub fn example(&self) -> Example {
        let example = |solution, submission| Example { solution, submission };
        match (self.name, self.prediction) {
            ("concordance_index", _) => example("id,time,event\n1,9.5,1\n2,12,0", "id,risk\n1,0.8\n2,-0.3"),
            ("ndcg_at_k", _) => example("id,query,relevance\n1,q1,2\n2,q1,0", "id,score\n1,0.8\n2,0.1"),
            ("top_k_accuracy", _) => example("id,label\n1,cat\n2,dog", "id,cat,dog,owl\n1,0.7,0.2,0.1\n2,0.1,0.8,0.1"),
            ("kl_divergence", _) => example("id,a,b\n1,0.25,0.75\n2,1,0", "id,a,b\n1,0.3,0.7\n2,0.9,0.1"),
            ("kendall_tau_order", _) => example("id,order\n1,c a b\n2,a b", "id,order\n1,a c b\n2,a b"),
            ("weighted_quantile_loss", _) => example("id,y\n1,10\n2,12", "id,q10,q50,q90\n1,8,10,13\n2,9,11,15"),
            ("crps_cdf", _) => example("id,y\n1,2\n2,0", "id,P0,P1,P2\n1,0.1,0.4,0.9\n2,0.6,0.9,1"),
            ("mean_angular_error", _) => example("id,azimuth,zenith\n1,0.5,1.2", "id,azimuth,zenith\n1,0.6,1.1"),
            (
                "label_ranking_average_precision" | "coverage_error" | "label_ranking_loss" | "lwlrap",
                PredictionShape::Scores,
            ) => example("id,a,b,c\n1,1,0,1\n2,0,1,0", "id,a,b,c\n1,0.9,0.2,0.7\n2,0.1,0.8,0.3"),
            ("dice_hausdorff", _) => example(
                "id,mask,height,width\ncase1_slice_1,1 5 20 4,10,12\ncase1_slice_2,3 4,10,12",
                "id,mask\ncase1_slice_1,2 5\ncase1_slice_2,3 4",
            ),
            ("kuzushiji_f1", _) => {
                example("id,labels\n1,U+306F 10 10 30 40 U+306E 60 10 20 20", "id,labels\n1,U+306F 25 30 U+306E 90 15")
            }
            (_, PredictionShape::Numbers) => example("id,y\n1,10.5\n2,8", "id,y\n1,10\n2,9.25"),
            (_, PredictionShape::Labels) => example("id,label\n1,cat\n2,dog", "id,label\n1,cat\n2,cat"),
            (_, PredictionShape::Scores) => example("id,target\n1,1\n2,0", "id,target\n1,0.8\n2,0.3"),
            (_, PredictionShape::RankedList) => example("id,items\n1,a c\n2,b", "id,items\n1,a b c\n2,c b a"),
            (_, PredictionShape::Quantiles) => example("id,y\n1,10\n2,12", "id,low,high\n1,8,13\n2,9,15"),
            (_, PredictionShape::Distribution) => example("id,y\n1,10\n2,12", "id,mean,sd\n1,9.5,1.2\n2,11,2"),
            (_, PredictionShape::Coordinates) => {
                example("id,latitude,longitude\n1,48.86,2.35", "id,latitude,longitude\n1,48.85,2.36")
            }
            (_, PredictionShape::Text) => example("id,text\n1,the red fox\n2,a dog", "id,text\n1,the fox\n2,a dog"),
            (_, PredictionShape::Masks) => example("id,mask\n1,1 5 20 4\n2,", "id,mask\n1,2 5\n2,"),
            (_, PredictionShape::Boxes) => example("id,boxes\n1,cat 1 10 10 50 60", "id,boxes\n1,cat 0.9 12 9 52 61"),
        }
    }
}
