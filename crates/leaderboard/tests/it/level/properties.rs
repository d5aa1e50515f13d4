//! What holds for every history.

use joute_leaderboard::level::{ClosedCompetition, Constants, HouseLevels, Results};
use proptest::prelude::*;

use super::{closed, levels, now, person, results};

const PEOPLE: usize = 12;

/// Competitions of four to eight teams of one to three people, ranks in any order, some of them shared.
fn histories() -> impl Strategy<Value = Results> {
    let event = (
        4_usize..8,
        prop::collection::vec(1_usize..4, 8),
        Just((0..PEOPLE).collect::<Vec<_>>()).prop_shuffle(),
        0_u32..900,
        prop::collection::vec(0_usize..8, 0..3),
    );
    prop::collection::vec(event, 1..9).prop_map(|events| {
        let competitions = events.into_iter().enumerate().map(|(number, (teams, sizes, people, days, ties))| {
            let mut rest = &people[..];
            let mut members: Vec<Vec<usize>> = Vec::new();
            for size in sizes.into_iter().take(teams) {
                let (own, others) =
                    rest.split_at(size.min(rest.len().saturating_sub(teams - members.len() - 1)).max(1));
                members.push(own.to_vec());
                rest = others;
            }
            let mut ranks: Vec<f64> = (1_u32..).take(members.len()).map(f64::from).collect();
            for tie in ties.into_iter().filter(|tie| tie + 1 < members.len()) {
                let middle = f64::midpoint(ranks[tie], ranks[tie + 1]);
                ranks[tie..tie + 2].fill(middle);
            }
            let teams: Vec<(&[usize], f64)> = members.iter().map(|members| &members[..]).zip(ranks).collect();
            closed(number, f64::from(days), &teams)
        });
        results(competitions.collect())
    })
}

fn bits(levels: &HouseLevels) -> Vec<(u64, u64, u64)> {
    levels
        .people()
        .map(|level| (level.theta.to_bits(), level.deviation.to_bits(), level.reliability.to_bits()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn contributions_add_up_and_shares_too(history in histories()) {
        let levels = levels(&history);
        for level in levels.people() {
            let explanation = levels.explain(&level.person).unwrap();
            let sum: f64 = explanation.results.iter().map(|part| part.contribution).sum();
            prop_assert!((sum - level.theta).abs() < 1e-10, "{} and {}", sum, level.theta);
            let shares: f64 = explanation.results.iter().map(|part| part.share).sum();
            prop_assert!((shares + explanation.house_share - 1.0).abs() < 1e-12);
            prop_assert!((explanation.level - level.level).abs() < 1e-12);
            prop_assert!(level.low <= level.level && level.level <= level.high);
            prop_assert!((0.0..=1.0).contains(&level.reliability), "{}", level.reliability);
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter((history, shuffled) in histories().prop_flat_map(|history| {
        let competitions = Just(history.competitions.clone()).prop_shuffle();
        let turned = competitions.prop_map(|mut competitions| {
            for team in competitions.iter_mut().flat_map(|competition: &mut ClosedCompetition| &mut competition.teams) {
                team.members.reverse();
            }
            for competition in &mut competitions {
                competition.teams.reverse();
            }
            results(competitions)
        });
        (Just(history), turned)
    })) {
        let (plain, other) = (levels(&history), levels(&shuffled));
        prop_assert_eq!(bits(&plain), bits(&other));
        prop_assert_eq!(plain.inputs_digest(), other.inputs_digest());
    }

    #[test]
    fn threads_do_not_show_in_the_bits(history in histories()) {
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| bits(&levels(&history)))
        };
        prop_assert_eq!(on(1), on(5));
    }

    #[test]
    fn a_place_higher_never_lowers_a_level(history in histories(), event in any::<prop::sample::Index>(), place in 1_usize..8) {
        let mut better = history.clone();
        let event = event.index(better.competitions.len());
        let teams = &mut better.competitions[event].teams;
        prop_assume!(place < teams.len() && teams[place - 1].rank < teams[place].rank);
        let (above, own) = (teams[place - 1].rank, teams[place].rank);
        (teams[place - 1].rank, teams[place].rank) = (own, above);
        let (before, after) = (levels(&history), levels(&better));
        for member in &better.competitions[event].teams[place].members {
            let (before, after) = (before.person(member).unwrap().theta, after.person(member).unwrap().theta);
            prop_assert!(after >= before - 1e-12, "{} became {}", before, after);
        }
    }

    #[test]
    fn an_erased_person_keeps_everybody_elses_numbers(history in histories(), who in 0..PEOPLE) {
        let before = levels(&history);
        let mut erased = history.clone();
        let teams = erased.competitions.iter_mut().flat_map(|competition| &mut competition.teams);
        for member in teams.flat_map(|team| &mut team.members) {
            if *member == person(who) {
                *member = person(900);
            }
        }
        let after = levels(&erased);
        for level in before.people().filter(|level| level.person != person(who)) {
            let other = after.person(&level.person).unwrap();
            prop_assert!((other.theta - level.theta).abs() < 1e-10 && (other.deviation - level.deviation).abs() < 1e-10);
        }
    }

    #[test]
    fn a_withdrawn_result_is_what_the_outlook_said(history in histories(), event in any::<prop::sample::Index>(), place in any::<prop::sample::Index>()) {
        let before = levels(&history);
        let mut less = history.clone();
        let event = event.index(less.competitions.len());
        let id = less.competitions[event].id.clone();
        let place = place.index(less.competitions[event].teams.len());
        less.competitions[event].teams[place].withdrawn = true;
        let after = levels(&less);
        for member in history.competitions[event].teams[place].members.clone() {
            let told = before.outlook(&member, 10).unwrap().without;
            let told = told.iter().find(|without| without.competition == id).unwrap();
            let (level, reliability) = after.person(&member).map_or((50.0, 0.0), |found| (found.level, found.reliability));
            prop_assert!((told.level - level).abs() < 1e-7 && (told.reliability - reliability).abs() < 1e-9);
        }
    }

    #[test]
    fn a_competition_without_effect_changes_nothing(history in histories()) {
        let mut more = history.clone();
        let mut training = closed(99, 1.0, &[(&[0], 4.0), (&[1], 3.0), (&[2], 2.0), (&[3], 1.0)]);
        training.rated = false;
        more.competitions.push(training);
        more.competitions.push(closed(98, 1200.0, &[(&[0], 4.0), (&[1], 3.0), (&[2], 2.0), (&[3], 1.0)]));
        prop_assert_eq!(bits(&levels(&history)), bits(&levels(&more)));
    }

    #[test]
    fn time_alone_only_widens(history in histories()) {
        let forever = Constants { window_days: 1e9, ..Constants::default() };
        let at = |instant| HouseLevels::compute(&history, &forever, instant).unwrap();
        let (before, later) = (at(now()), at(now().plus_days(100.0)));
        for (before, later) in before.people().zip(later.people()) {
            prop_assert!(later.reliability <= before.reliability + 1e-12 && later.deviation >= before.deviation - 1e-12);
        }
    }
}
