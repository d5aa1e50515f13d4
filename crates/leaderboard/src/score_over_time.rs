//! The best public score of each team over time, as steps.
//!
//! Invariant: better is up; private scores never enter, whichever board is given.

use joute_domain::{Direction, Timestamp};

use crate::board::{Board, ScoredSubmission};
use crate::calendar::{TimeAxis, time_ticks};
use crate::chart::{self, ChartLabels, ChartSize, ChartStyle, PALETTE, Plot};
use crate::scale::{RoundStep, Scale, Tick};
use crate::series::{self, Series};
use crate::shown_range::{ShownRange, plotted};
use crate::svg::{At, Drawing, cut};

const NAME: &str = "chart-score-over-time";

/// Grey lines beyond this number would only make the file long.
const MOST_OTHERS: usize = 100;

/// The distance of two lines of the legend.
const LEGEND_LINE: f64 = 18.0;

/// Height of the wide chart, and of the narrow one above its legend.
const HEIGHT: f64 = 360.0;

/// Draws one step line for each of the eight best teams and the reader's own, the rest in grey.
///
/// `board` gives the teams and the direction; `submissions` are those it was computed from.
pub fn score_over_time_svg(
    board: &Board,
    submissions: &[ScoredSubmission],
    time: &TimeAxis,
    style: &ChartStyle,
    labels: &ChartLabels,
) -> String {
    let lines = Lines::of(series::all(board, submissions, time.until), style);
    match Layout::of(&lines, board.direction, time, style) {
        Some(layout) => draw(&lines, &layout, board.direction, time, style, labels),
        None => chart::empty(NAME, style, labels),
    }
}

/// A coloured line.
struct Line<'a> {
    series: Series<'a>,
    colour: &'static str,
    class: String,
    own: bool,
}

/// The lines by their importance.
struct Lines<'a> {
    named: Vec<Line<'a>>,
    others: Vec<Series<'a>>,
}

impl<'a> Lines<'a> {
    fn of(series: Vec<Series<'a>>, style: &ChartStyle) -> Self {
        let mut lines = Self { named: Vec::new(), others: Vec::new() };
        for (place, series) in series.into_iter().enumerate() {
            let own = style.own.as_ref() == Some(&series.team.id);
            match PALETTE.get(place) {
                Some(colour) => {
                    let class = format!("chart-series chart-series-{}", place + 1);
                    lines.named.push(Line { series, colour, class, own });
                }
                None if own => {
                    lines.named.push(Line { series, colour: "currentColor", class: "chart-series".to_owned(), own });
                }
                None => lines.others.push(series),
            }
        }
        lines
    }

    fn all(&self) -> impl Iterator<Item = &Series<'a>> {
        self.named.iter().map(|line| &line.series).chain(&self.others)
    }

    fn legend_lines(&self) -> u32 {
        u32::try_from(self.named.len()).unwrap_or(0) + u32::from(!self.others.is_empty())
    }
}

/// Where everything goes.
struct Layout {
    plot: Plot,
    height: f64,
    start: Timestamp,
    time: Scale,
    range: ShownRange,
    scores: Scale,
    ticks: Vec<Tick>,
}

impl Layout {
    fn of(lines: &Lines<'_>, direction: Direction, time: &TimeAxis, style: &ChartStyle) -> Option<Self> {
        let start = lines.all().filter_map(|series| series.steps.first()).map(|step| step.at).min()?;
        let values: Vec<f64> = lines.all().flat_map(|series| &series.steps).map(|step| plotted(step.score)).collect();
        let kept: Vec<f64> = lines.named.iter().filter_map(|line| line.series.best()).map(plotted).collect();
        let range = ShownRange::of(direction, &values, &kept)?;
        let ticks = RoundStep::of(range.high - range.low, 6.0).ticks(range.low, range.high);
        let legend = LEGEND_LINE * f64::from(lines.legend_lines());
        let (room, height) = match style.size {
            ChartSize::Wide => (216.0, HEIGHT),
            ChartSize::Narrow => (12.0, HEIGHT + legend),
        };
        let (left, right) = (chart::label_room(&ticks), style.size.width() - room);
        let plot = Plot { left, right, top: 34.0, bottom: HEIGHT - 46.0 };
        let ends = match direction {
            Direction::LowerIsBetter => (plot.top, plot.bottom),
            Direction::HigherIsBetter => (plot.bottom, plot.top),
        };
        let span = time.until.since(start).as_secs_f64().max(60.0);
        Some(Self {
            plot,
            height,
            start,
            time: Scale::new((-0.015 * span, span), (plot.left, plot.right)),
            range,
            scores: Scale::new((range.low, range.high), ends),
            ticks,
        })
    }

    fn x(&self, at: Timestamp) -> f64 {
        self.time.place(at.since(self.start).as_secs_f64())
    }
}

fn draw(
    lines: &Lines<'_>,
    layout: &Layout,
    direction: Direction,
    time: &TimeAxis,
    style: &ChartStyle,
    labels: &ChartLabels,
) -> String {
    let mut drawing = chart::begin(NAME, layout.height, style, labels);
    let plot = layout.plot;
    chart::horizontal_grid(&mut drawing, plot, layout.scores, &layout.ticks);
    chart::bottom_axis(&mut drawing, plot, &time_marks(layout, time, style.size));
    chart::text(&mut drawing, "chart-caption", (plot.right, plot.bottom + 36.0), "end", time.zone.name());
    chart::text(&mut drawing, "chart-caption", (8.0, 18.0), "start", &format!("↑ {}", labels.direction(direction)));
    if layout.range.clipped {
        chart::text(&mut drawing, "chart-note", (plot.left, plot.bottom + 36.0), "start", &labels.clipped);
    }
    draw_others(&mut drawing, lines, layout);
    // The best line comes last, so that it lies on top; the reader's own lies on top of all.
    for line in lines.named.iter().rev().filter(|line| !line.own).chain(lines.named.iter().filter(|line| line.own)) {
        draw_line(&mut drawing, line, layout);
    }
    match style.size {
        ChartSize::Wide => legend_beside(&mut drawing, lines, layout, labels),
        ChartSize::Narrow => legend_underneath(&mut drawing, lines, labels),
    }
    drawing.finish()
}

fn time_marks(layout: &Layout, time: &TimeAxis, size: ChartSize) -> Vec<(f64, String)> {
    let wanted = if size == ChartSize::Wide { 8.0 } else { 4.5 };
    let ticks = time_ticks(time, layout.start, time.until, wanted);
    ticks.into_iter().map(|tick| (layout.x(tick.at), tick.label)).collect()
}

fn draw_others(drawing: &mut Drawing, lines: &Lines<'_>, layout: &Layout) {
    if lines.others.is_empty() {
        return;
    }
    let path: String = lines.others.iter().take(MOST_OTHERS).map(|series| path(series, layout)).collect();
    drawing.element(
        "path",
        &[
            ("class", &"chart-others"),
            ("d", &path),
            ("fill", &"none"),
            ("stroke", &"currentColor"),
            ("stroke-opacity", &0.22),
        ],
    );
}

fn draw_line(drawing: &mut Drawing, line: &Line<'_>, layout: &Layout) {
    let own = if line.own { " chart-own" } else { "" };
    drawing.open("g", &[("class", &format!("{}{own}", line.class)), ("color", &line.colour)]);
    drawing.leaf("title", &[], &line.series.team.name);
    drawing.element(
        "path",
        &[
            ("d", &path(&line.series, layout)),
            ("fill", &"none"),
            ("stroke", &"currentColor"),
            ("stroke-width", if line.own { &3 } else { &1.8 }),
            ("stroke-linejoin", &"round"),
        ],
    );
    for step in line.series.steps.iter().filter(|step| !layout.range.leaves_out(plotted(step.score))) {
        let (x, y) = (layout.x(step.at), layout.scores.place(plotted(step.score)));
        let radius: f64 = if line.own { 3.4 } else { 2.4 };
        drawing.element("circle", &[("cx", &At(x)), ("cy", &At(y)), ("r", &radius), ("fill", &"currentColor")]);
    }
    drawing.close();
}

/// The steps as a path. Scores off the chart are left out; the line rises from the lower edge where it comes into view.
fn path(series: &Series<'_>, layout: &Layout) -> String {
    let mut path = String::new();
    for step in &series.steps {
        let value = plotted(step.score);
        if layout.range.leaves_out(value) {
            continue;
        }
        let (x, y) = (At(layout.x(step.at)), At(layout.scores.place(value)));
        let is_first = series.steps.first().is_some_and(|first| first.at == step.at);
        path.push_str(&match (path.is_empty(), is_first) {
            (true, true) => format!("M{x} {y}"),
            (true, false) => format!("M{x} {}V{y}", At(layout.plot.bottom)),
            (false, _) => format!("H{x}V{y}"),
        });
    }
    if !path.is_empty() {
        path.push_str(&format!("H{}", At(layout.plot.right)));
    }
    path
}

/// Names the lines where they end, moved apart where they would overlap.
fn legend_beside(drawing: &mut Drawing, lines: &Lines<'_>, layout: &Layout, labels: &ChartLabels) {
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
        entry(drawing, line, (right + 24.0, 752.0), place + 4.0, 20);
    }
    others_entry(drawing, lines, (layout.plot.right + 24.0, layout.plot.bottom + 4.0), labels);
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

fn legend_underneath(drawing: &mut Drawing, lines: &Lines<'_>, labels: &ChartLabels) {
    let mut y = HEIGHT + 6.0;
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
    others_entry(drawing, lines, (38.0, y), labels);
    if !lines.others.is_empty() {
        chart::line(drawing, "chart-others", (12.0, y - 4.0), (30.0, y - 4.0), 0.4);
    }
    drawing.close();
}

/// A name at the left and its score at the right.
fn entry(drawing: &mut Drawing, line: &Line<'_>, (left, right): (f64, f64), y: f64, width: usize) {
    let weight = if line.own { "bold" } else { "normal" };
    let class = if line.own { "chart-legend-entry chart-own" } else { "chart-legend-entry" };
    let team = &line.series.team.name;
    let score = line.series.best().map_or_else(String::new, |score| score.shown());
    let width = width.saturating_sub(score.chars().count().saturating_sub(7));
    drawing.open("g", &[("class", &class), ("font-weight", &weight)]);
    drawing.leaf("title", &[], team);
    drawing.leaf("text", &[("x", &At(left)), ("y", &At(y))], &cut(team, width));
    chart::text(drawing, "chart-legend-score", (right, y), "end", &score);
    drawing.close();
}

fn others_entry(drawing: &mut Drawing, lines: &Lines<'_>, place: (f64, f64), labels: &ChartLabels) {
    if !lines.others.is_empty() {
        let words = format!("{} ({})", labels.others, lines.others.len());
        chart::text(drawing, "chart-legend-others", place, "start", &words);
    }
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
