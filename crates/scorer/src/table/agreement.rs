//! The fast and the careful way of reading, held against each other on made-up tables.
//!
//! Invariant: where the fast way gives an answer, it is the careful way's answer.

use joute_evaluation::Bounds;

use super::{Opened, Reading, Separators, Sheet, TextTable, open};
use crate::findings::Findings;
use crate::number;

const CELLS: [&str; 22] = [
    "a",
    "",
    "1",
    "0.25",
    "-3",
    " 2",
    "+.5",
    "\"q\"",
    "\"a,b\"",
    "\"a\"\"b\"",
    "\"\"",
    "1e-3",
    "NA",
    "é",
    "'",
    "1.",
    "x y",
    "007",
    "\t",
    "#c",
    "\"\"\"\"",
    "12345678901234567890",
];

/// A small repeatable source of choices.
struct Choices(u64);

impl Choices {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

fn made_up(seed: u64) -> String {
    let mut choices = Choices(seed);
    let (columns, rows) = (2 + choices.below(3), 1 + choices.below(6));
    let end = if choices.below(2) == 0 { "\n" } else { "\r\n" };
    let header: Vec<String> = (0..columns).map(|column| format!("c{column}")).collect();
    let mut text = header.join(",") + end;
    for row in 0..rows {
        let cells: Vec<&str> = (0..columns).map(|_| CELLS[choices.below(CELLS.len())]).collect();
        text += &cells.join(",");
        if row + 1 < rows || choices.below(2) == 0 {
            text += end;
        }
    }
    text
}

fn table(text: &str) -> TextTable {
    match open(text.as_bytes().to_vec(), &Bounds::default(), Separators::CommaOrTab { columns: 2 }) {
        Ok(Opened::Text(table)) => table,
        other => panic!("{text:?}: {other:?}"),
    }
}

fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    let cells = |column: &Option<super::Cells>| {
        (0..sheet.rows).map(|row| column.as_ref().unwrap().text(row).into_owned()).collect()
    };
    sheet.columns.iter().map(cells).collect()
}

#[test]
fn both_ways_read_the_same_cells() {
    let mut fast = 0;
    for seed in 0..3_000 {
        let text = made_up(seed);
        let table = table(&text);
        let careful = table.read_carefully(&mut Findings::default()).unwrap();
        if let Some(sheet) = table.read_fast(&vec![Reading::Text; table.names.len()]) {
            assert_eq!(texts(&sheet), texts(&careful), "{text:?}");
            assert_eq!(sheet.lines.of(sheet.rows - 1), careful.lines.of(careful.rows - 1), "{text:?}");
            fast += 1;
        }
    }
    assert!(fast > 2_000, "only {fast} tables were read the fast way");
}

#[test]
fn numbers_read_by_the_parser_are_the_numbers_of_the_text() {
    let mut choices = Choices(1);
    let mut fast = 0;
    for _ in 0..300 {
        let cell = |choices: &mut Choices| {
            let digits = choices.below(1_000_000_000_000);
            let exponent = i32::try_from(choices.below(60)).unwrap() - 40;
            ["", "-", "+", " "][choices.below(4)].to_owned() + &format!("{}.{digits}e{exponent}", choices.below(1000))
        };
        let cells: Vec<String> = (0..50).map(|_| cell(&mut choices)).collect();
        let rows: String = cells.iter().fold(String::new(), |rows, cell| rows + "x," + cell + "\n");
        let text = format!("id,y\n{rows}");
        let Some(sheet) = table(&text).read_fast(&[Reading::Skip, Reading::Number]) else { continue };
        let Some(super::Cells::Number(numbers)) = &sheet.columns[1] else { panic!("no numbers") };
        for (row, cell) in cells.iter().enumerate() {
            assert_eq!(numbers.get(row).unwrap().to_bits(), number::parse(cell).unwrap().to_bits(), "{cell:?}");
        }
        fast += 1;
    }
    assert!(fast > 200, "only {fast} tables were read the fast way");
}
