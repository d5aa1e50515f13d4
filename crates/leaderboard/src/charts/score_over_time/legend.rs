//! The legend of the lines: beside them on a wide chart, underneath on a narrow one.
//!
//! Invariant: names never overlap; the order is that of the scores.

use joute_domain::Score;

use super::{HEIGHT, LEGEND_LINE, Layout, Line, Lines};
use crate::charts::frame::{self, ChartLabels};
use crate::charts::shown_range::plotted;
use crate::charts::svg::{At, Drawing, cut};

/// Names the lines where they end, moved apart where they would overlap.
pub(super) fn beside(drawing: &mut Drawing, lines: &Lines<'_>, layout: &Layout, labels: &ChartLabels) {
    let ends: Vec<f64> = lines
        .named
        .iter()
        .map(|line| line.series.best().map_or(layout.plot.bottom, |best| layout.scores.place(plotted(best))))
        .collect();
    let lowest = layout.plot.bottom - if lines.others.is_empty() { 0.0 } else { LEGEND_LINE };
    drawing.open("g", &[("class", &"chart-legend")]);
    for (line, (end, place)) in lines.named.iter().zip(ends.iter().zip(apart(&ends, lowest))) {
        let right = layout.plot.right;
        let leader = format!("M{} {}L{} {}", At(right + 3.0), At(*end), At(right + 20.0), At(place));
        drawing.element(
            "path",
            &[
                ("class", &format!("chart-leader {}", line.class)),
                ("d", &leader),
                ("color", &line.colour),
                ("fill", &"none"),
                ("stroke", &"currentColor"),
                ("stroke-opacity", &0.7),
            ],
        );
        entry(drawing, line, (right + 24.0, 752.0), place + 4.0, 18);
    }
    let (left, y) = (layout.plot.right, layout.plot.bottom);
    others_entry(drawing, lines, (left + 3.0, left + 24.0), y + 4.0, labels);
    drawing.close();
}

/// Moves ordered heights apart by the height of a line, none below `lowest`.
fn apart(heights: &[f64], lowest: f64) -> Vec<f64> {
    let mut places: Vec<f64> = Vec::with_capacity(heights.len());
    for height in heights {
        places.push(places.last().map_or(*height, |above| height.max(above + LEGEND_LINE)));
    }
    let mut limit = lowest;
    for place in places.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - LEGEND_LINE;
    }
    places
}

/// Lists the lines with their marks.
pub(super) fn underneath(drawing: &mut Drawing, lines: &Lines<'_>, labels: &ChartLabels) {
    let mut y = HEIGHT + 14.0;
    drawing.open("g", &[("class", &"chart-legend")]);
    for line in &lines.named {
        drawing.element(
            "line",
            &[
                ("class", &line.class),
                ("x1", &12),
                ("x2", &30),
                ("y1", &At(y - 4.0)),
                ("y2", &At(y - 4.0)),
                ("color", &line.colour),
                ("stroke", &"currentColor"),
                ("stroke-width", &3),
            ],
        );
        entry(drawing, line, (38.0, 348.0), y, 34);
        y += LEGEND_LINE;
    }
    others_entry(drawing, lines, (12.0, 38.0), y, labels);
    drawing.close();
}

/// A name at the left and its score at the right.
fn entry(drawing: &mut Drawing, line: &Line<'_>, (left, right): (f64, f64), y: f64, width: usize) {
    let weight = if line.own { "bold" } else { "normal" };
    let class = if line.own { "chart-legend-entry chart-own" } else { "chart-legend-entry" };
    let team = &line.series.team.name;
    let score = line.series.best().map_or_else(String::new, Score::shown);
    let width = width.saturating_sub(usize::from(line.own)).saturating_sub(score.chars().count().saturating_sub(7));
    drawing.open("g", &[("class", &class), ("font-weight", &weight)]);
    drawing.leaf("title", &[], team);
    drawing.leaf("text", &[("x", &At(left)), ("y", &At(y))], &cut(team, width));
    frame::text(drawing, "chart-legend-score", (right, y), "end", &score);
    drawing.close();
}

/// A grey line from `swatch` on, and how many teams it stands for.
fn others_entry(drawing: &mut Drawing, lines: &Lines<'_>, (swatch, left): (f64, f64), y: f64, labels: &ChartLabels) {
    if lines.others.is_empty() {
        return;
    }
    frame::line(drawing, "chart-others", (swatch, y - 4.0), (swatch + 17.0, y - 4.0), 0.4);
    let words = format!("{} ({})", labels.others, lines.others.len());
    frame::text(drawing, "chart-legend-others", (left, y), "start", &words);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_moved_apart_and_stay_above_the_axis() {
        assert_eq!(apart(&[50.0, 51.0, 200.0], 300.0), [50.0, 68.0, 200.0]);
        assert_eq!(apart(&[290.0, 295.0, 299.0], 300.0), [264.0, 282.0, 300.0]);
    }
}
