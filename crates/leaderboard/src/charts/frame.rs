//! What all charts share: size, texts, colours, frame and axes.
//!
//! Invariant: a chart reads well without any style sheet, on light and on dark ground; classes only refine it.

use joute_domain::{Direction, TeamId};

use crate::charts::axis_scale::{Scale, Tick};
use crate::charts::svg::{At, Drawing};

/// Colours of the series, best first: each has a contrast of at least 3 to 1 against white and against near-black.
pub(crate) const PALETTE: [&str; 8] =
    ["#3b7dd8", "#d9730d", "#2e9e5b", "#c94f9b", "#8a63d2", "#1a9aa0", "#d9483b", "#9a7d0a"];

/// For which width of the page a chart is laid out; its letters shrink with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartSize {
    /// 760 units wide, the legend at the right.
    Wide,
    /// 360 units wide, the legend underneath: for telephones.
    Narrow,
}

/// How a chart is laid out and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartStyle {
    /// Unique on its page; `<id>-title` and `<id>-desc` become ids of elements.
    pub id: String,
    /// For which width.
    pub size: ChartSize,
    /// The reader's own team, which is marked.
    pub own: Option<TeamId>,
}

/// The words on a chart, in the language of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartLabels {
    /// The name of the chart, read by screen readers.
    pub title: String,
    /// What it shows in a sentence or two, for those who cannot see it.
    pub description: String,
    /// `lower is better`, written at the better end of the scores.
    pub lower_is_better: String,
    /// `higher is better`.
    pub higher_is_better: String,
    /// `Your team`.
    pub own: String,
    /// `Other teams`, the legend of the grey lines; their number follows.
    pub others: String,
    /// `Teams`, the axis of the counts.
    pub teams: String,
    /// `Worse scores are off the chart`.
    pub clipped: String,
    /// `No team has a score yet`, instead of a chart without content.
    pub empty: String,
}

/// The words of any chart: its name, what it says to those who cannot see it, and what stands in its place when empty.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    pub(crate) empty: &'a str,
}

impl ChartLabels {
    pub(crate) fn words(&self) -> Words<'_> {
        Words { title: &self.title, description: &self.description, empty: &self.empty }
    }

    pub(crate) fn direction(&self, direction: Direction) -> &str {
        match direction {
            Direction::LowerIsBetter => &self.lower_is_better,
            Direction::HigherIsBetter => &self.higher_is_better,
        }
    }
}

impl ChartSize {
    pub(crate) fn width(self) -> f64 {
        match self {
            Self::Wide => 760.0,
            Self::Narrow => 360.0,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Wide => "chart-wide",
            Self::Narrow => "chart-narrow",
        }
    }
}

/// The rectangle inside the axes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plot {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// Begins a chart: the root element with its title and description.
pub(crate) fn begin(name: &str, height: f64, style: &ChartStyle, words: Words<'_>) -> Drawing {
    let mut drawing = Drawing::new();
    let (width, size) = (style.size.width(), style.size.class());
    let (title, description) = (format!("{}-title", style.id), format!("{}-desc", style.id));
    drawing.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("class", &format!("chart {name} {size}")),
            ("viewBox", &format!("0 0 {} {}", At(width), At(height))),
            ("width", &"100%"),
            ("role", &"img"),
            ("aria-labelledby", &format!("{title} {description}")),
            ("font-family", &"system-ui, sans-serif"),
            ("font-size", &12),
            ("fill", &"currentColor"),
        ],
    );
    drawing.leaf("title", &[("id", &title)], words.title);
    drawing.leaf("desc", &[("id", &description)], words.description);
    drawing
}

/// A chart that says why it shows nothing.
pub(crate) fn empty(name: &str, style: &ChartStyle, words: Words<'_>) -> String {
    let mut drawing = begin(name, 120.0, style, words);
    let width = style.size.width();
    drawing.element(
        "rect",
        &[
            ("class", &"chart-frame"),
            ("x", &0.5),
            ("y", &0.5),
            ("width", &At(width - 1.0)),
            ("height", &119),
            ("rx", &6),
            ("fill", &"none"),
            ("stroke", &"currentColor"),
            ("stroke-opacity", &0.2),
            ("stroke-dasharray", &"4 4"),
        ],
    );
    text(&mut drawing, "chart-empty", (width / 2.0, 64.0), "middle", words.empty);
    drawing.finish()
}

/// Writes a subdued text.
pub(crate) fn text(drawing: &mut Drawing, class: &str, (x, y): (f64, f64), anchor: &str, content: &str) {
    drawing.leaf(
        "text",
        &[("class", &class), ("x", &At(x)), ("y", &At(y)), ("text-anchor", &anchor), ("fill-opacity", &0.75)],
        content,
    );
}

/// Draws a horizontal grid line with its label for each tick.
pub(crate) fn horizontal_grid(drawing: &mut Drawing, plot: Plot, scale: Scale, ticks: &[Tick]) {
    drawing.open("g", &[("class", &"chart-grid")]);
    for tick in ticks {
        let y = scale.place(tick.value);
        line(drawing, "chart-grid-line", (plot.left, y), (plot.right, y), 0.12);
        text(drawing, "chart-tick", (plot.left - 8.0, y + 4.0), "end", &tick.label);
    }
    drawing.close();
}

/// Draws the axis at the bottom with marks and labels at the given coordinates.
pub(crate) fn bottom_axis(drawing: &mut Drawing, plot: Plot, marks: &[(f64, String)]) {
    drawing.open("g", &[("class", &"chart-axis")]);
    line(drawing, "chart-axis-line", (plot.left, plot.bottom), (plot.right, plot.bottom), 0.5);
    for (x, label) in marks {
        line(drawing, "chart-axis-mark", (*x, plot.bottom), (*x, plot.bottom + 4.0), 0.5);
        text(drawing, "chart-tick", (*x, plot.bottom + 18.0), "middle", label);
    }
    drawing.close();
}

/// Draws a thin line in the colour of the text.
pub(crate) fn line(drawing: &mut Drawing, class: &str, from: (f64, f64), to: (f64, f64), opacity: f64) {
    drawing.element(
        "line",
        &[
            ("class", &class),
            ("x1", &At(from.0)),
            ("y1", &At(from.1)),
            ("x2", &At(to.0)),
            ("y2", &At(to.1)),
            ("stroke", &"currentColor"),
            ("stroke-opacity", &opacity),
        ],
    );
}

/// Room for the longest label of a vertical axis.
pub(crate) fn label_room(ticks: &[Tick]) -> f64 {
    let longest = ticks.iter().map(|tick| tick.label.chars().count()).max().unwrap_or(0);
    16.0 + 7.0 * f64::from(u32::try_from(longest).unwrap_or(0))
}
