//! What holds for every board with sketches.

use joute_domain::{Direction, Sketch};
use joute_leaderboard::uncertainty::{BoardUncertainty, Contender, Resampling, analyse};
use proptest::prelude::*;

use super::{contenders, mean, resampling, sketch};

/// Teams on the same 24 rows with few different losses, so that ties and copies abound.
fn boards() -> impl Strategy<Value = Vec<Sketch>> {
    let losses = prop::collection::vec(0_u8..4, 24);
    prop::collection::vec(losses, 0..9).prop_map(|teams| {
        teams.iter().map(|team| sketch(&team.iter().map(|loss| f64::from(*loss)).collect::<Vec<_>>())).collect()
    })
}

fn analysed(contenders: &[Contender<'_>]) -> BoardUncertainty {
    let few = Resampling { draws: 200, ..resampling() };
    analyse(contenders, Direction::LowerIsBetter, &mean, &few)
}

fn on_threads(threads: usize, work: impl FnOnce() -> BoardUncertainty + Send) -> BoardUncertainty {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn intervals_hold_the_rank_by_score(sketches in boards()) {
        let teams = analysed(&contenders(&sketches)).teams;
        for (team, sketch) in teams.iter().zip(&sketches) {
            let better = sketches.iter().filter(|other| other.score() < sketch.score()).count();
            let equal = sketches.iter().filter(|other| other.score() == sketch.score()).count();
            prop_assert!(team.ranks.best <= u32::try_from(better + 1).unwrap());
            prop_assert!(team.ranks.worst >= u32::try_from(better + equal).unwrap());
            prop_assert!(better > 0 || (team.tied_with_first && team.band == 1));
            prop_assert!(1.0 <= team.expected_rank && team.expected_rank <= f64::from(u32::try_from(sketches.len()).unwrap()));
        }
        let total: f64 = teams.iter().map(|team| team.expected_rank).sum();
        let count = f64::from(u32::try_from(sketches.len()).unwrap());
        prop_assert!((total - count * (count + 1.0) / 2.0).abs() < 1e-9);
    }

    #[test]
    fn bands_follow_the_scores_and_equal_scores_share_one(sketches in boards()) {
        let teams = analysed(&contenders(&sketches)).teams;
        for (team, sketch) in teams.iter().zip(&sketches) {
            for (other, rival) in teams.iter().zip(&sketches) {
                prop_assert!(sketch.score() != rival.score() || team.band == other.band);
                prop_assert!(sketch.score() >= rival.score() || team.band <= other.band);
            }
        }
        let bands: std::collections::BTreeSet<u32> = teams.iter().map(|team| team.band).collect();
        prop_assert!(bands.iter().copied().eq(1..=u32::try_from(bands.len()).unwrap()));
    }

    #[test]
    fn the_order_of_the_contenders_does_not_matter(
        (sketches, order) in boards().prop_flat_map(|sketches| {
            let order: Vec<usize> = (0..sketches.len()).collect();
            (Just(sketches), Just(order).prop_shuffle())
        }),
    ) {
        let teams = contenders(&sketches);
        let shuffled: Vec<Contender<'_>> = order.iter().map(|&place| teams[place]).collect();
        let (plain, other) = (analysed(&teams), analysed(&shuffled));
        for (team, place) in other.teams.iter().zip(order) {
            prop_assert_eq!(team, &plain.teams[place]);
        }
    }

    #[test]
    fn threads_do_not_show_in_the_bits(sketches in boards()) {
        let one = on_threads(1, || analysed(&contenders(&sketches)));
        prop_assert_eq!(&one, &on_threads(2, || analysed(&contenders(&sketches))));
        prop_assert_eq!(&one, &on_threads(7, || analysed(&contenders(&sketches))));
    }

    #[test]
    fn another_copy_is_placed_like_the_original(sketches in boards(), who in any::<prop::sample::Index>()) {
        prop_assume!(!sketches.is_empty());
        let mut sketches = sketches;
        let original = who.index(sketches.len());
        sketches.push(sketches[original].clone());
        let teams = analysed(&contenders(&sketches)).teams;
        prop_assert_eq!(teams.last(), teams.get(original));
    }
}
