//! How the teams' scores are spread: a histogram with the reader's own team marked.
//!
//! Invariant: every ranked team is counted in exactly one bar; hopeless scores share a bar of their own.

use joute_domain::{Direction, Score};

use crate::board::Board;
use crate::charts::axis_scale::{RoundStep, Scale};
use crate::charts::frame::{self, ChartLabels, ChartSize, ChartStyle, PALETTE, Plot};
use crate::charts::shown_range::{ShownRange, plotted};
use crate::charts::svg::{At, Drawing};

const NAME: &str = "chart-distribution";
const HEIGHT: f64 = 260.0;

/// Draws how many teams have a score in each interval.
pub fn distribution_svg(board: &Board, style: &ChartStyle, labels: &ChartLabels) -> String {
    let own = board.standings.iter().find(|standing| style.own.as_ref() == Some(&standing.team.id));
    let scores: Vec<f64> = board.standings.iter().map(|standing| plotted(standing.score)).collect();
    match Histogram::of(board.direction, &scores) {
        Some(histogram) => draw(&histogram, own.map(|own| own.score), board.direction, style, labels),
        None => frame::empty(NAME, style, labels.words()),
    }
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
struct Bar {
    low: f64,
    high: f64,
    words: String,
    teams: u32,
}

/// Bars from the smallest score to the largest.
#[derive(Debug)]
struct Histogram {
    bars: Vec<Bar>,
    step: RoundStep,
    /// The bar for scores off the chart, if any, and its index.
    beyond: Option<usize>,
}

impl Histogram {
    fn of(direction: Direction, scores: &[f64]) -> Option<Self> {
        let range = ShownRange::of(direction, scores, &[])?;
        let count = f64::from(u32::try_from(scores.len()).unwrap_or(u32::MAX));
        let (low, high) = range.tight;
        let step = RoundStep::of(high - low, (3.0 * count.sqrt()).clamp(8.0, 24.0));
        let edges = step.around(low, high);
        let pairs = edges.iter().zip(edges.iter().skip(1));
        let mut bars: Vec<Bar> = pairs
            .map(|(&low, &high)| Bar {
                low,
                high,
                words: format!("{} – {}", step.label(low), step.label(high)),
                teams: 0,
            })
            .collect();
        let beyond = range.clipped.then(|| add_beyond(direction, &mut bars, step));
        let mut histogram = Self { bars, step, beyond };
        for score in scores {
            histogram.count(*score);
        }
        Some(histogram)
    }

    /// The bar of a score; a score on an edge belongs to the bar above it, the last edge to the last bar.
    fn index(&self, score: f64) -> usize {
        let below = self.bars.partition_point(|bar| bar.low <= score);
        below.saturating_sub(1).min(self.bars.len().saturating_sub(1))
    }

    fn count(&mut self, score: f64) {
        let index = self.index(score);
        if let Some(bar) = self.bars.get_mut(index) {
            bar.teams += 1;
        }
    }

    fn tallest(&self) -> u32 {
        self.bars.iter().map(|bar| bar.teams).max().unwrap_or(0)
    }
}

/// Adds the open-ended bar at the worse end and gives its index.
fn add_beyond(direction: Direction, bars: &mut Vec<Bar>, step: RoundStep) -> usize {
    match direction {
        Direction::LowerIsBetter => {
            let edge = bars.last().map_or(0.0, |bar| bar.high);
            bars.push(Bar { low: edge, high: f64::INFINITY, words: format!("≥ {}", step.label(edge)), teams: 0 });
            bars.len() - 1
        }
        Direction::HigherIsBetter => {
            let edge = bars.first().map_or(0.0, |bar| bar.low);
            let words = format!("< {}", step.label(edge));
            bars.insert(0, Bar { low: f64::NEG_INFINITY, high: edge, words, teams: 0 });
            0
        }
    }
}

/// Where everything goes.
struct Layout {
    plot: Plot,
    slot: f64,
    counts: Scale,
}

impl Layout {
    fn left_of(&self, index: usize) -> f64 {
        self.plot.left + self.slot * f64::from(u32::try_from(index).unwrap_or(0))
    }

    /// The coordinate of a score: inside its bar in proportion, in the middle of the open-ended one.
    fn x(&self, histogram: &Histogram, score: f64) -> f64 {
        let index = histogram.index(score);
        let left = self.left_of(index);
        match histogram.bars.get(index) {
            Some(bar) if histogram.beyond != Some(index) => {
                Scale::new((bar.low, bar.high), (left, left + self.slot)).place(score)
            }
            _ => left + self.slot / 2.0,
        }
    }
}

fn draw(
    histogram: &Histogram,
    own: Option<Score>,
    direction: Direction,
    style: &ChartStyle,
    labels: &ChartLabels,
) -> String {
    let tallest = f64::from(histogram.tallest());
    let step = RoundStep::of(tallest, 4.0).whole();
    let top = step.around(0.0, tallest).last().copied().unwrap_or(tallest);
    let ticks = step.ticks(0.0, top);
    let plot = Plot {
        left: frame::label_room(&ticks).max(34.0),
        right: style.size.width() - 24.0,
        top: 44.0,
        bottom: HEIGHT - 46.0,
    };
    let bars = f64::from(u32::try_from(histogram.bars.len()).unwrap_or(1)).max(1.0);
    let slot = (plot.right - plot.left) / bars;
    let layout = Layout { plot, slot, counts: Scale::new((0.0, top), (plot.bottom, plot.top)) };
    let mut drawing = frame::begin(NAME, HEIGHT, style, labels.words());
    frame::text(&mut drawing, "chart-caption", (8.0, 18.0), "start", &labels.teams);
    frame::horizontal_grid(&mut drawing, plot, layout.counts, &ticks);
    draw_bars(&mut drawing, histogram, &layout, own, labels);
    frame::bottom_axis(&mut drawing, plot, &marks(histogram, &layout, style.size));
    direction_caption(&mut drawing, plot, direction, labels);
    if let Some(own) = own {
        draw_own(&mut drawing, layout.x(histogram, plotted(own)), plot, own, labels);
    }
    drawing.finish()
}

fn draw_bars(drawing: &mut Drawing, histogram: &Histogram, layout: &Layout, own: Option<Score>, labels: &ChartLabels) {
    let own = own.map(|score| histogram.index(plotted(score)));
    let [colour, ..] = PALETTE;
    for (index, bar) in histogram.bars.iter().enumerate() {
        let class = match (own == Some(index), histogram.beyond == Some(index)) {
            (true, _) => "chart-bar chart-bar-own",
            (false, true) => "chart-bar chart-bar-beyond",
            (false, false) => "chart-bar",
        };
        let opacity: f64 = if own == Some(index) { 0.9 } else { 0.5 };
        let y = layout.counts.place(f64::from(bar.teams));
        drawing.open("g", &[("class", &class), ("color", &colour)]);
        drawing.leaf("title", &[], &format!("{} · {}: {}", bar.words, labels.teams, bar.teams));
        drawing.element(
            "rect",
            &[
                ("x", &At(layout.left_of(index) + 1.0)),
                ("y", &At(y)),
                ("width", &At((layout.slot - 2.0).max(1.0))),
                ("height", &At(layout.plot.bottom - y)),
                ("fill", &"currentColor"),
                ("fill-opacity", &opacity),
            ],
        );
        drawing.close();
    }
}

/// Labels at the edges, as many as fit; the open-ended bar is labelled in its middle.
fn marks(histogram: &Histogram, layout: &Layout, size: ChartSize) -> Vec<(f64, String)> {
    let room = if size == ChartSize::Wide { 70.0 } else { 56.0 };
    let every = [1_usize, 2, 3, 4, 5, 6, 8, 10, 20].into_iter();
    let mut every = every.skip_while(|every| layout.left_of(*every) - layout.plot.left < room);
    let every = every.next().unwrap_or(64);
    let closed: Vec<(usize, &Bar)> =
        histogram.bars.iter().enumerate().filter(|(index, _)| histogram.beyond != Some(*index)).collect();
    let mut marks: Vec<(f64, String)> = closed
        .iter()
        .step_by(every)
        .map(|(index, bar)| (layout.left_of(*index), histogram.step.label(bar.low)))
        .collect();
    if closed.len().is_multiple_of(every)
        && let Some((index, bar)) = closed.last()
    {
        marks.push((layout.left_of(index + 1), histogram.step.label(bar.high)));
    }
    marks
}

fn direction_caption(drawing: &mut Drawing, plot: Plot, direction: Direction, labels: &ChartLabels) {
    let words = labels.direction(direction);
    let y = plot.bottom + 38.0;
    match direction {
        Direction::LowerIsBetter => {
            frame::text(drawing, "chart-caption", (plot.left, y), "start", &format!("← {words}"));
        }
        Direction::HigherIsBetter => {
            frame::text(drawing, "chart-caption", (plot.right, y), "end", &format!("{words} →"));
        }
    }
}

fn draw_own(drawing: &mut Drawing, x: f64, plot: Plot, own: Score, labels: &ChartLabels) {
    drawing.open("g", &[("class", &"chart-own")]);
    drawing.element(
        "line",
        &[
            ("class", &"chart-own-line"),
            ("x1", &At(x)),
            ("x2", &At(x)),
            ("y1", &At(plot.top - 6.0)),
            ("y2", &At(plot.bottom)),
            ("stroke", &"currentColor"),
            ("stroke-width", &2),
            ("stroke-dasharray", &"4 3"),
        ],
    );
    let anchor = match (x - plot.left) / (plot.right - plot.left) {
        share if share < 0.25 => "start",
        share if share > 0.75 => "end",
        _ => "middle",
    };
    drawing.leaf(
        "text",
        &[
            ("class", &"chart-own-label"),
            ("x", &At(x)),
            ("y", &At(plot.top - 12.0)),
            ("text-anchor", &anchor),
            ("font-weight", &"bold"),
        ],
        &format!("{} {}", labels.own, own.shown()),
    );
    drawing.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(direction: Direction, scores: &[f64]) -> Vec<(String, u32)> {
        let bars = Histogram::of(direction, scores).unwrap().bars;
        bars.into_iter().filter(|bar| bar.teams > 0).map(|bar| (bar.words, bar.teams)).collect()
    }

    #[test]
    fn a_score_on_an_edge_is_counted_once_in_the_bar_above() {
        let found = counts(Direction::HigherIsBetter, &[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
        assert_eq!(found.iter().map(|(_, teams)| teams).sum::<u32>(), 6);
        assert!(found.contains(&("0.3 – 0.4".to_owned(), 1)), "{found:?}");
    }

    #[test]
    fn hopeless_scores_share_the_open_bar_at_the_worse_end() {
        let found = counts(Direction::LowerIsBetter, &[0.1, 0.11, 0.12, 0.13, 0.14, 50.0, 9e9]);
        assert_eq!(found.last().map(|(words, teams)| (words.starts_with('≥'), *teams)), Some((true, 2)));
        let found = counts(Direction::HigherIsBetter, &[0.9, 0.89, 0.88, 0.87, 0.86, -50.0, -9e9]);
        assert_eq!(found.first().map(|(words, teams)| (words.starts_with('<'), *teams)), Some((true, 2)));
    }

    #[test]
    fn one_team_has_a_bar() {
        assert_eq!(counts(Direction::HigherIsBetter, &[0.0]).len(), 1);
    }
}
