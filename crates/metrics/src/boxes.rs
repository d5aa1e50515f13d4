//! Boxes of an image in one cell: `label confidence left top right bottom`, one after the other.
//!
//! Invariant: a box that was read has finite corners in order and a finite confidence.

/// A labelled box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LabelledBox<'a> {
    pub(crate) label: &'a [u8],
    pub(crate) confidence: f64,
    /// Left, top, right, bottom.
    pub(crate) corners: [f64; 4],
}

/// Reads a cell; `None` if it is not a list of boxes.
pub(crate) fn parse(cell: &[u8]) -> Option<Vec<LabelledBox<'_>>> {
    let mut words = cell.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut boxes = Vec::new();
    while let Some(label) = words.next() {
        let mut number = || {
            let text = std::str::from_utf8(words.next()?).ok()?;
            text.parse().ok().filter(|value: &f64| value.is_finite() && value.abs() < 1e12)
        };
        let confidence = number()?;
        let corners = [number()?, number()?, number()?, number()?];
        let [left, top, right, bottom] = corners;
        if right < left || bottom < top {
            return None;
        }
        boxes.push(LabelledBox { label, confidence, corners });
    }
    Some(boxes)
}

impl LabelledBox<'_> {
    fn area(&self) -> f64 {
        let [left, top, right, bottom] = self.corners;
        (right - left) * (bottom - top)
    }

    /// Intersection over union with another box; 0 where both are empty.
    pub(crate) fn overlap(&self, other: &Self) -> f64 {
        let [left, top, right, bottom] = self.corners;
        let [other_left, other_top, other_right, other_bottom] = other.corners;
        let side =
            |low: f64, other_low: f64, high: f64, other_high: f64| (high.min(other_high) - low.max(other_low)).max(0.0);
        let shared = side(left, other_left, right, other_right) * side(top, other_top, bottom, other_bottom);
        let whole = self.area() + other.area() - shared;
        if whole > 0.0 { shared / whole } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_read_in_sixes() {
        let boxes = parse(b"cat 0.5 0 0 2 2 dog 1 1 1 3 3").unwrap();
        assert_eq!(boxes.len(), 2);
        assert!((boxes[0].overlap(&boxes[1]) - 1.0 / 7.0).abs() < 1e-15);
        assert_eq!(parse(b"").unwrap().len(), 0);
    }

    #[test]
    fn anything_else_is_refused() {
        for cell in ["cat", "cat 0.5 0 0 2", "cat x 0 0 2 2", "cat 1 2 0 0 2", "cat inf 0 0 2 2"] {
            assert_eq!(parse(cell.as_bytes()), None, "{cell}");
        }
    }
}
