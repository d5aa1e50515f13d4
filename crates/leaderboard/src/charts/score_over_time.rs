//! The best public score of each team over time, as steps.
//!
//! Invariant: better is up; private scores never enter, whichever board is given.

mod legend;

use joute_domain::{Direction, Timestamp};

use crate::board::{Board, ScoredSubmission};
use crate::charts::axis_scale::{RoundStep, Scale, Tick};
use crate::charts::calendar::{TimeAxis, time_ticks};
use crate::charts::frame::{self, ChartLabels, ChartSize, ChartStyle, PALETTE, Plot};
use crate::charts::series::{self, Series};
use crate::charts::shown_range::{ShownRange, plotted};
use crate::charts::svg::{At, Drawing};

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
        None => frame::empty(NAME, style, labels.words()),
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
            ChartSize::Narrow => (12.0, HEIGHT + 10.0 + legend),
        };
        let (left, right) = (frame::label_room(&ticks), style.size.width() - room);
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
    let mut drawing = frame::begin(NAME, layout.height, style, labels.words());
    let plot = layout.plot;
    frame::horizontal_grid(&mut drawing, plot, layout.scores, &layout.ticks);
    frame::bottom_axis(&mut drawing, plot, &time_marks(layout, time, style.size));
    frame::text(&mut drawing, "chart-caption", (plot.right, plot.bottom + 36.0), "end", time.zone.name());
    frame::text(&mut drawing, "chart-caption", (8.0, 18.0), "start", &format!("↑ {}", labels.direction(direction)));
    if layout.range.clipped {
        frame::text(&mut drawing, "chart-note", (plot.left, plot.bottom + 36.0), "start", &labels.clipped);
    }
    draw_others(&mut drawing, lines, layout);
    // The best line comes last, so that it lies on top; the reader's own lies on top of all.
    for line in lines.named.iter().rev().filter(|line| !line.own).chain(lines.named.iter().filter(|line| line.own)) {
        draw_line(&mut drawing, line, layout);
    }
    match style.size {
        ChartSize::Wide => legend::beside(&mut drawing, lines, layout, labels),
        ChartSize::Narrow => legend::underneath(&mut drawing, lines, labels),
    }
    drawing.finish()
}

fn time_marks(layout: &Layout, time: &TimeAxis, size: ChartSize) -> Vec<(f64, String)> {
    let wanted = if size == ChartSize::Wide { 8.0 } else { 5.5 };
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
    let right = At(layout.plot.right);
    let mut pieces: Vec<String> = Vec::with_capacity(series.steps.len() + 1);
    for (index, step) in series.steps.iter().enumerate() {
        let value = plotted(step.score);
        if layout.range.leaves_out(value) {
            continue;
        }
        let (x, y) = (At(layout.x(step.at)), At(layout.scores.place(value)));
        pieces.push(match (pieces.is_empty(), index) {
            (true, 0) => format!("M{x} {y}"),
            (true, _) => format!("M{x} {}V{y}", At(layout.plot.bottom)),
            (false, _) => format!("H{x}V{y}"),
        });
    }
    if !pieces.is_empty() {
        pieces.push(format!("H{right}"));
    }
    pieces.concat()
}
