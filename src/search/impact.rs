//! What the occurrences of a word in the texts of an event are worth, in four bits.
//!
//! The weight of an occurrence is [`Field::weight`] / (1 − [`BM25_B`] + [`BM25_B`] × length / [`Field::pivot`]): in long texts it
//! counts for less. With f, the sum of the weights of all occurrences, the worth is f / ([`BM25_K1`] + f): more occurrences count
//! for less and less. It is stored as one of 16 steps. Source: S. Robertson, H. Zaragoza, M. Taylor, “Simple BM25 extension to
//! multiple weighted fields”, CIKM 2004; with fixed lengths in place of averages, so that what is stored for an event does not
//! depend on other events: segments stay as they are when an archive grows.

use super::field::Field;

/// How soon more occurrences of a word count for less. The usual value.
pub const BM25_K1: f32 = 1.2;
/// How far occurrences in long fields count for less, from 0 (not at all) to 1: wholly. Headlines are short, and words of a
/// short one say more of it; with the usual 0.75, known items of the portal archive come later in the order.
pub const BM25_B: f32 = 1.0;

/// The bits of a stored impact.
pub(super) const IMPACT_BITS: u32 = 4;
/// The number of different impacts: from 1 on.
pub(super) const IMPACTS: u8 = 1 << IMPACT_BITS;

/// The weight of an occurrence in a text of so many words.
pub(super) fn occurrence_weight(field: Field, length: u32) -> f32 {
    field.weight() / (1.0 - BM25_B + BM25_B * length as f32 / field.pivot())
}

/// The step, from 1 on, for a sum of weights.
pub(super) fn impact(weight: f32) -> u8 {
    let worth = weight / (BM25_K1 + weight);
    ((worth * f32::from(IMPACTS)) as u8).min(IMPACTS - 1) + 1
}

/// What a step is worth: the middle of what it stands for, between 0 and 1.
#[inline]
pub(super) fn worth(impact: u8) -> f32 {
    (f32::from(impact) - 0.5) / f32::from(IMPACTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_near_what_they_stand_for() {
        for weight in [0.01, 0.3, 1.0, 2.5, 9.0, 1e6] {
            let exact = weight / (BM25_K1 + weight);
            assert!((worth(impact(weight)) - exact).abs() <= 0.5 / f32::from(IMPACTS) + 1e-6, "{weight}");
        }
        assert_eq!((impact(0.0), impact(f32::MAX)), (1, IMPACTS));
        let (short, long) = (occurrence_weight(Field::Headline, 5), occurrence_weight(Field::Headline, 50));
        assert!(short > long && long > 0.0);
    }
}
