//! Boxes and points of an image in one cell, one after the other: `label confidence left top right bottom`,
//! `label left top width height`, `label x y`.
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

/// A labelled box as a place to find.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TruePlace<'a> {
    pub(crate) label: &'a [u8],
    /// Left, top, width, height.
    pub(crate) corner_and_size: [f64; 4],
}

/// Reads labels with `N` numbers behind each; `None` if the cell is anything else.
fn labelled<const N: usize>(cell: &[u8]) -> Option<Vec<(&[u8], [f64; N])>> {
    let mut words = cell.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut list = Vec::new();
    while let Some(label) = words.next() {
        let mut numbers = [0.0; N];
        for number in &mut numbers {
            let text = std::str::from_utf8(words.next()?).ok()?;
            *number = text.parse().ok().filter(|value: &f64| value.is_finite() && value.abs() < 1e12)?;
        }
        list.push((label, numbers));
    }
    Some(list)
}

/// Reads a cell; `None` if it is not a list of boxes with confidences.
pub(crate) fn parse(cell: &[u8]) -> Option<Vec<LabelledBox<'_>>> {
    let one = |(label, [confidence, left, top, right, bottom]): (_, [f64; 5])| {
        let corners = [left, top, right, bottom];
        (left <= right && top <= bottom).then_some(LabelledBox { label, confidence, corners })
    };
    labelled(cell)?.into_iter().map(one).collect()
}

/// Reads places: each has a label, a corner and a size that is not negative.
pub(crate) fn parse_places(cell: &[u8]) -> Option<Vec<TruePlace<'_>>> {
    let one = |(label, corner_and_size): (_, [f64; 4])| {
        let [_, _, width, height] = corner_and_size;
        (width >= 0.0 && height >= 0.0).then_some(TruePlace { label, corner_and_size })
    };
    labelled(cell)?.into_iter().map(one).collect()
}

/// A label and where it was seen.
pub(crate) type Point<'a> = (&'a [u8], [f64; 2]);

/// Reads labelled points.
pub(crate) fn parse_points(cell: &[u8]) -> Option<Vec<Point<'_>>> {
    labelled(cell)
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
