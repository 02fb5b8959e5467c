//! Counts of passed and failed checks and tests.

/// What has been counted so far.
#[derive(Default, Debug, PartialEq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    /// What failed, by stage.
    pub(crate) failures: Vec<String>,
}

impl Tally {
    /// Counts one check.
    pub(crate) fn check(&mut self, name: &str, holds: bool) {
        if holds {
            self.passed += 1;
        } else {
            self.failed += 1;
            self.failures.push(name.to_owned());
        }
    }

    /// Counts a test run by the lines it printed; one that failed without a failed test, for instance because it did not
    /// compile, counts as one failure.
    pub(crate) fn test_run(&mut self, name: &str, ended_well: bool, (passed, failed): (u32, u32)) {
        self.passed += passed;
        self.failed += failed.max(u32::from(!ended_well));
        if failed > 0 || !ended_well {
            self.failures.push(name.to_owned());
        }
    }
}

/// The numbers in a line like `test result: ok. 12 passed; 0 failed; 1 ignored; …`.
pub(crate) fn results(line: &str) -> Option<(u32, u32)> {
    let counts = line.split_once("test result: ")?.1;
    let before = |word: &str| counts.split_once(word)?.0.split(|c: char| !c.is_ascii_digit()).next_back()?.parse().ok();
    Some((before(" passed")?, before(" failed")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_runners_are_understood() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(results(line), Some((12, 3)));
        assert_eq!(results("test result: \u{1b}[32mok\u{1b}[0m. 7 passed; 0 failed"), Some((7, 0)));
        assert_eq!(results("test a::b ... ok"), None);
    }

    #[test]
    fn a_run_that_does_not_compile_is_a_failure() {
        let mut tally = Tally::default();
        tally.test_run("unit", false, (0, 0));
        tally.test_run("more", true, (5, 0));
        tally.test_run("browser", false, (1, 2));
        assert_eq!(tally, Tally { passed: 6, failed: 3, failures: vec!["unit".into(), "browser".into()] });
    }
}
