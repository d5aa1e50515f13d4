//! The paper's vectors of section 1.4.

use joute_domain::UserId;
use joute_leaderboard::level::{Constants, HouseLevels, PersonLevel, Results, normal_score};

use super::{closed, now, person, results, solo};
use crate::house::assert_close;

#[test]
fn section_1_4_normal_scores() {
    let found = [(1.0, 5), (3.0, 5), (5.0, 5), (1.0, 20), (2.5, 20), (1.0, 100)].map(|(r, t)| normal_score(r, t));
    assert_close(&found, &[1.179_761, 0.0, -1.179_761, 1.868_242, 1.253_905, 2.498_591], 5e-7);
}

/// Three competitions of four people that closed so many days ago.
fn vector(days_ago: [f64; 3]) -> Results {
    let pairs: [(&[usize], f64); 3] = [(&[0, 1], 2.0), (&[2], 1.0), (&[3], 3.0)];
    let tied: [(&[usize], f64); 3] = [(&[0], 1.5), (&[2], 1.5), (&[3], 3.0)];
    let [first, second, third] = days_ago;
    results(vec![solo(1, first, &[0, 1, 2, 3]), closed(2, second, &pairs), closed(3, third, &tied)])
}

/// The vector has competitions of three teams, and its interval is not widened.
fn unwidened() -> Constants {
    Constants { least_teams: 3, widening: 1.0, ..Constants::default() }
}

fn vector_levels(days_ago: [f64; 3]) -> HouseLevels {
    HouseLevels::compute(&vector(days_ago), &unwidened(), now()).unwrap()
}

fn people(levels: &HouseLevels, read: impl Fn(&PersonLevel) -> f64) -> Vec<f64> {
    levels.people().map(read).collect()
}

#[test]
fn section_1_4_normal_scores_and_adjustment_for_size() {
    let levels = vector_levels([0.0; 3]);
    let part = |who: UserId, place: usize| levels.explain(&who).unwrap().results.remove(place);
    let first: Vec<f64> = (0..4).map(|who| part(person(who), 0).normal_score).collect();
    assert_close(&first, &[1.049_131, 0.299_307, -0.299_307, -1.049_131], 5e-7);
    let pair = part(person(0), 1);
    let second = [pair.normal_score, part(person(2), 1).normal_score, part(person(3), 1).normal_score];
    assert_close(&second, &[0.0, 0.869_424, -0.869_424], 5e-7);
    let third = [part(person(0), 2).normal_score, part(person(2), 2).normal_score, part(person(3), 2).normal_score];
    assert_close(&third, &[0.395_725, 0.395_725, -0.869_424], 5e-7);
    assert_close(&[pair.result, pair.size_bonus], &[-0.207_944, 0.207_944], 5e-7);
}

#[test]
fn section_1_4_the_solved_model() {
    let levels = vector_levels([0.0; 3]);
    let means: Vec<f64> = levels.fields().iter().map(|field| -field.strength).collect();
    assert_close(&means, &[0.0, 0.006_047, -0.012_779], 5e-7);
    assert_close(&people(&levels, |level| level.theta), &[0.412_533, 0.039_635, 0.243_144, -0.695_312], 5e-7);
    let pivots = people(&levels, |level| level.deviation * level.deviation / 0.5);
    assert_close(&pivots, &[0.503_676, 0.591_912, 0.452_206, 0.452_206], 5e-7);
    assert_close(&people(&levels, |level| level.reliability), &[0.496_324, 0.408_088, 0.547_794, 0.547_794], 5e-7);
    assert_close(&people(&levels, |level| level.level), &[72.0191, 52.2350, 63.4523, 16.2725], 5e-5);
    let first = levels.person(&person(0)).unwrap();
    assert_close(&[first.low, first.high], &[27.96, 96.00], 5e-3);
}

#[test]
fn section_1_4_the_explanation() {
    let explanation = vector_levels([0.0; 3]).explain(&person(0)).unwrap();
    let adjusted: Vec<f64> = explanation.results.iter().map(|part| part.adjusted).collect();
    let contributions: Vec<f64> = explanation.results.iter().map(|part| part.contribution).collect();
    assert_close(&adjusted, &[1.049_131, -0.467_616, 0.408_505], 5e-7);
    assert_close(&contributions, &[0.322_810, -0.035_970, 0.125_694], 5e-7);
    assert_close(&[contributions.iter().sum(), explanation.theta], &[0.412_533; 2], 5e-7);
}

#[test]
fn section_1_4_older_results_weigh_less() {
    // Two half-lives, one, none: weights 0.25, 0.5 and 1.
    let levels = vector_levels([730.0, 365.0, 0.0]);
    assert_close(&people(&levels, |level| level.theta), &[0.269_384, -0.003_337, 0.289_164, -0.555_210], 5e-7);
    let pivots = people(&levels, |level| level.deviation * level.deviation / 0.5);
    assert_close(&pivots, &[0.605_509, 0.805_094, 0.550_321, 0.550_321], 5e-7);
    let weights: Vec<f64> = levels.explain(&person(0)).unwrap().results.iter().map(|part| part.age_weight).collect();
    assert_close(&weights, &[0.25, 0.5, 1.0], 1e-15);
}

/// Reliability of the first person, of a house of 20 who all meet in every event, after 5, 20 and 100 events; the first
/// `together` never part, everyone else is alone.
fn reliability(together: usize) -> [f64; 3] {
    let group: Vec<usize> = (0..together).collect();
    let alone: Vec<[usize; 1]> = (together..20).map(|person| [person]).collect();
    let members = std::iter::once(&group[..]).chain(alone.iter().map(|person| &person[..]));
    let teams: Vec<(&[usize], f64)> = members.zip(1_u32..).map(|(members, rank)| (members, f64::from(rank))).collect();
    [5, 20, 100].map(|events| {
        let levels = super::levels(&results((0..events).map(|event| closed(event, 0.0, &teams)).collect()));
        levels.person(&person(0)).unwrap().reliability
    })
}

#[test]
fn section_1_4_identifiability() {
    assert_close(&reliability(2), &[0.33, 0.41, 0.44], 5e-3);
    assert_close(&reliability(3), &[0.18, 0.25, 0.28], 5e-3);
    assert_close(&reliability(1), &[0.79, 0.90, 0.94], 5e-3);
}
