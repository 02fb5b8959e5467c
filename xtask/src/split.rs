//! One WebAssembly module made into two: what is needed first, and what can be loaded later.
//!
//! Works on Binaryen's text, in which everything has a name and every item of a module begins on a line of its own. The
//! functions chosen, and those that nothing else calls, move to a second module. It shares memory, tables and globals
//! with the first, which exports them and the functions that the second calls. What the first calls of the second it
//! imports from [`LATER`]: the script that loads the first puts functions there that load the second when they are called.
//! Once loaded, the second puts its functions into the tables, so that calls by a pointer find them without the script.
//!
//! Data stay in the first module: the text does not tell who uses them.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Context, Result, bail};

/// The module that the first one imports functions of the second from.
const LATER: &str = "later";
/// The module that the second one imports from.
const FIRST: &str = "first";
/// Instructions that name a function.
const CALLS: [&str; 3] = ["(call $", "(return_call $", "(ref.func $"];

/// The text of both modules.
#[derive(Debug)]
pub(crate) struct Halves {
    pub(crate) first: String,
    pub(crate) later: String,
}

/// Splits a module; `is_chosen` is asked by the names of functions. `None` if nothing can move.
pub(crate) fn split(text: &str, is_chosen: &dyn Fn(&str) -> bool) -> Result<Option<Halves>> {
    let module = Module::read(text)?;
    let moved = module.moved(is_chosen);
    if moved.is_empty() {
        return Ok(None);
    }
    let slots = module.slots(&moved)?;
    let entered = module.entered(&moved, &slots);
    let taken = module.taken(&moved);
    let first = module.first(&moved, &entered, &taken)?;
    let later = module.later(&moved, &entered, &taken, &slots)?;
    Ok(Some(Halves { first, later }))
}

/// The items of a module by their kinds, each as its text; those with a name by it.
#[derive(Default)]
struct Module<'a> {
    types: Vec<&'a str>,
    imports: Vec<&'a str>,
    imported_functions: BTreeMap<&'a str, &'a str>,
    functions: Vec<(&'a str, &'a str)>,
    /// Memories, tables and globals: each kind has names of its own, so they are known by their whole text.
    shared: Vec<&'a str>,
    elements: Vec<&'a str>,
    /// Data, exports, and which function is called at the start.
    others: Vec<&'a str>,
}

/// A function in a table: the table, its place in it, its name.
type Slot<'a> = (&'a str, u32, &'a str);
/// The numbers, as names, under which one module exports things to the other.
type Numbers<'a> = BTreeMap<&'a str, usize>;

impl<'a> Module<'a> {
    fn read(text: &'a str) -> Result<Self> {
        let mut module = Self::default();
        for item in items(text) {
            let kind = item[2..].split([' ', ')', '\n']).next().unwrap_or_default();
            let name = names(item).next().unwrap_or_default();
            match kind {
                "type" | "rec" => module.types.push(item),
                "import" if item.contains(" (func $") => _ = module.imported_functions.insert(name, item),
                "import" => module.imports.push(item),
                "func" => module.functions.push((name, item)),
                "memory" | "table" | "global" => module.shared.push(item),
                "elem" => module.elements.push(item),
                "data" | "export" | "start" => module.others.push(item),
                _ => bail!("a module has an unknown kind of item: {kind}"),
            }
        }
        Ok(module)
    }

    /// The functions that move: those chosen, and those that only they need. What the script calls stays.
    fn moved(&self, is_chosen: &dyn Fn(&str) -> bool) -> HashSet<&'a str> {
        let bodies: HashMap<&str, &str> = self.functions.iter().copied().collect();
        let exported: HashSet<&str> = self.others.iter().flat_map(|item| names(item)).collect();
        let stays = |name: &&str| exported.contains(name) || !is_chosen(name.trim_matches(['$', '"', '<', '&']));
        let in_tables = self.elements.iter().flat_map(|item| names(item)).filter(stays);
        let mut waiting: Vec<&str> = in_tables.chain(exported.iter().copied()).collect();
        let mut kept = HashSet::new();
        while let Some(name) = waiting.pop() {
            if let Some(body) = bodies.get(name).filter(|_| kept.insert(name)) {
                waiting.extend(called(body).filter(stays));
            }
        }
        bodies.into_keys().filter(|name| !kept.contains(name)).collect()
    }

    /// Where moved functions are in tables.
    fn slots(&self, moved: &HashSet<&str>) -> Result<Vec<Slot<'a>>> {
        let mut slots = Vec::new();
        let default = self.shared.iter().find(|item| kind(item) == "table").and_then(|item| names(item).next());
        for item in self.elements.iter().filter(|item| !item.contains(" declare ")) {
            let table = item.split_once("(table $").and_then(|(before, _)| names(&item[before.len()..]).next());
            let table = table.or(default).context("functions are in no table")?;
            let (number, functions) = item
                .split_once("(i32.const ")
                .and_then(|(_, rest)| rest.split_once(')'))
                .context("a table is filled late")?;
            let start: u32 = number.parse().with_context(|| format!("{number} is no place in a table"))?;
            let all = (start..).zip(names(functions));
            slots.extend(all.filter(|(_, name)| moved.contains(name)).map(|(place, name)| (table, place, name)));
        }
        Ok(slots)
    }

    /// The moved functions that are called from what stays, or are in tables.
    fn entered(&self, moved: &HashSet<&'a str>, slots: &[Slot<'a>]) -> Numbers<'a> {
        let staying = self.functions.iter().filter(|(name, _)| !moved.contains(name));
        let from_first = staying.flat_map(|(_, body)| called(body)).filter(|name| moved.contains(name));
        numbered(from_first.chain(slots.iter().map(|(_, _, name)| *name)))
    }

    /// What moved functions use of what stays.
    fn taken(&self, moved: &HashSet<&str>) -> Numbers<'a> {
        let bodies = self.functions.iter().filter(|(name, _)| moved.contains(name));
        let called = bodies.flat_map(|(_, body)| called(body)).filter(|name| !moved.contains(name));
        numbered(called.chain(self.shared.iter().copied()))
    }

    /// The text of what stays, which imports what it calls of the rest.
    fn first(&self, moved: &HashSet<&str>, entered: &Numbers<'_>, taken: &Numbers<'_>) -> Result<String> {
        let mut text = Text::default();
        self.types.iter().chain(&self.imports).chain(self.imported_functions.values()).for_each(|item| text.push(item));
        for (name, item) in self.functions.iter().filter(|(name, _)| entered.contains_key(name)) {
            text.import(LATER, entered[name], &signature(item)?);
        }
        self.shared.iter().chain(&self.elements).chain(&self.others).for_each(|item| text.push(item));
        let staying = self.functions.iter().filter(|(name, _)| !moved.contains(name));
        staying.for_each(|(_, item)| text.push(item));
        for (what, number) in taken {
            let kind = if what.starts_with('$') { "func" } else { kind(what) };
            text.export(*number, kind, names(what).next().unwrap_or_default());
        }
        Ok(text.module())
    }

    /// The text of what has moved, which puts itself into the tables.
    fn later(
        &self,
        moved: &HashSet<&str>,
        entered: &Numbers<'_>,
        taken: &Numbers<'_>,
        slots: &[Slot<'_>],
    ) -> Result<String> {
        let mut text = Text::default();
        self.types.iter().for_each(|item| text.push(item));
        for (name, item) in self.imported_functions.iter().chain(self.functions.iter().map(|(name, item)| (name, item)))
        {
            if let Some(number) = taken.get(name) {
                text.import(FIRST, *number, &signature(item)?);
            }
        }
        for item in &self.shared {
            let what = if kind(item) == "global" { without_value(item)? } else { item.trim().to_owned() };
            text.import(FIRST, taken[item], &what);
        }
        slots
            .iter()
            .for_each(|(table, at, name)| text.push(&format!(" (elem (table {table}) (i32.const {at}) func {name})")));
        entered.iter().for_each(|(name, number)| text.export(*number, "func", name));
        self.functions.iter().filter(|(name, _)| moved.contains(name)).for_each(|(_, item)| text.push(item));
        Ok(text.module())
    }
}

/// The text of a module that is being written.
#[derive(Default)]
struct Text(String);

impl Text {
    fn push(&mut self, item: &str) {
        self.0.push_str(item);
        self.0.push('\n');
    }

    fn import(&mut self, module: &str, number: usize, what: &str) {
        self.push(&format!(" (import \"{module}\" \"{number}\" {what})"));
    }

    fn export(&mut self, number: usize, kind: &str, name: &str) {
        self.push(&format!(" (export \"{number}\" ({kind} {name}))"));
    }

    fn module(self) -> String {
        format!("(module\n{})\n", self.0)
    }
}

/// The items of a module: each begins with a line that is indented by one, and ends before the next or a comment.
fn items(text: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> = text.match_indices("\n (").map(|(at, _)| at + 1).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.rfind(')').unwrap_or(text.len())]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| {
        let item = &text[start..end];
        item.split("\n ;;").next().unwrap_or(item).trim_end()
    })
}

/// The names in a text, with their sign: what follows it is in quotes where it has other characters than words have.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = &rest[rest.find('$')?..];
        let end = match rest[1..].strip_prefix('"') {
            // A quote in the name is escaped.
            Some(quoted) => {
                quoted.match_indices('"').find(|(at, _)| !quoted[..*at].ends_with('\\')).map(|(at, _)| at + 3)
            }
            None => rest.find([' ', ')', '\n']),
        };
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(name)
    })
}

/// The functions that a function calls, or points to.
fn called(body: &str) -> impl Iterator<Item = &str> {
    let calls = |line: &&str| CALLS.iter().any(|call| line.starts_with(call));
    body.lines().map(str::trim_start).filter(calls).filter_map(|line| names(line).next())
}

/// Numbers for names, in the order of the names, so that the same module is split in the same way.
fn numbered<'a>(names: impl Iterator<Item = &'a str>) -> Numbers<'a> {
    let mut numbers: Numbers<'_> = names.map(|name| (name, 0)).collect();
    numbers.values_mut().zip(0..).for_each(|(number, next)| *number = next);
    numbers
}

fn kind(item: &str) -> &str {
    item[2..].split(' ').next().unwrap_or_default()
}

/// What an import says of a function.
fn signature(item: &str) -> Result<String> {
    let (_, rest) = item.split_once("(func ").with_context(|| format!("not a function: {item}"))?;
    let line = rest.lines().next().unwrap_or_default();
    // An item that is an import has both its ends on this line, a function none.
    Ok(format!("(func {})", line.strip_suffix("))").filter(|_| kind(item) == "import").unwrap_or(line)))
}

/// A global as an import has it.
fn without_value(item: &str) -> Result<String> {
    let name = names(item).next().unwrap_or_default();
    let (_, rest) = item.split_once(&format!("{name} ")).with_context(|| format!("not a global: {item}"))?;
    let end = if rest.starts_with('(') { rest.find(')').map(|at| at + 1) } else { rest.find(' ') };
    Ok(format!("(global {name} {})", &rest[..end.unwrap_or(rest.len())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"(module
 (type $0 (func (param i32) (result i32)))
 (import "script" "log" (func $log (type $0) (param i32) (result i32)))
 (import "script" "mark" (func $mark (type $0) (param i32) (result i32)))
 (global $stack (mut i32) (i32.const 16))
 (memory $0 1)
 (data $0 (i32.const 8) " (func $not::one")
 (table $0 5 5 funcref)
 (elem $0 (i32.const 1) $kept $"<late::A as \"C\">::pointed" $kept $late::also)
 (export "run" (func $run))
 (export "late" (func $late::exported))
 (func $run (type $0) (param $0 i32) (result i32)
  (call $late::called
   (call $shared
    (call $mark
     (local.get $0)
    )
   )
  )
 )
 (func $late::called (type $0) (param $0 i32) (result i32)
  (call $helper
   (call $shared
    (local.get $0)
   )
  )
 )
 (func $helper (type $0) (param $0 i32) (result i32)
  (call $log
   (local.get $0)
  )
 )
 (func $shared (type $0) (param $0 i32) (result i32)
  (local.get $0)
 )
 (func $kept (type $0) (param $0 i32) (result i32)
  (local.get $0)
 )
 (func $"<late::A as \"C\">::pointed" (type $0) (param $0 i32) (result i32)
  (local.get $0)
 )
 (func $late::also (type $0) (param $0 i32) (result i32)
  (local.get $0)
 )
 (func $late::exported (type $0) (param $0 i32) (result i32)
  (local.get $0)
 )
 ;; custom section "producers", size 124
)
"#;

    fn halves() -> Halves {
        split(WHOLE, &|name| name.starts_with("late::")).unwrap().unwrap()
    }

    /// The lines of a module that begin so.
    fn lines<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
        text.lines().filter(|line| line.starts_with(start)).map(str::trim).collect()
    }

    fn defined(text: &str) -> Vec<&str> {
        lines(text, " (func ").into_iter().filter_map(|line| names(line).next()).collect()
    }

    #[test]
    fn what_is_chosen_moves_with_what_only_that_calls() {
        let Halves { first, later } = halves();
        assert_eq!(defined(&first), ["$run", "$shared", "$kept", "$late::exported"]);
        assert_eq!(defined(&later), ["$late::called", "$helper", r#"$"<late::A as \"C\">::pointed""#, "$late::also"]);
    }

    #[test]
    fn the_first_imports_what_it_calls_or_points_to() {
        let first = halves().first;
        let imports = [
            r#"(import "later" "2" (func $late::called (type $0) (param $0 i32) (result i32)))"#,
            r#"(import "later" "0" (func $"<late::A as \"C\">::pointed" (type $0) (param $0 i32) (result i32)))"#,
            r#"(import "later" "1" (func $late::also (type $0) (param $0 i32) (result i32)))"#,
        ];
        assert_eq!(lines(&first, r#" (import "later""#), imports);
        for untouched in
            [" (type", " (import \"script\"", " (global", " (memory", " (data", " (table", " (elem", " (export \"run"]
        {
            assert_eq!(lines(&first, untouched), lines(WHOLE, untouched), "{untouched}");
        }
    }

    #[test]
    fn the_second_shares_what_the_first_has_and_fills_its_places_in_tables() {
        let Halves { first, later } = halves();
        let imports = [
            r#"(import "first" "3" (func $log (type $0) (param i32) (result i32)))"#,
            r#"(import "first" "4" (func $shared (type $0) (param $0 i32) (result i32)))"#,
            r#"(import "first" "0" (global $stack (mut i32)))"#,
            r#"(import "first" "1" (memory $0 1))"#,
            r#"(import "first" "2" (table $0 5 5 funcref))"#,
        ];
        assert_eq!(lines(&later, " (import"), imports);
        let exports = ["(global $stack)", "(memory $0)", "(table $0)", "(func $log)", "(func $shared)"];
        let exports: Vec<_> =
            (0..).zip(exports).map(|(number, what)| format!("(export \"{number}\" {what})")).collect();
        assert_eq!(lines(&first, " (export")[2..], exports);
        let places = [
            r#"(elem (table $0) (i32.const 2) func $"<late::A as \"C\">::pointed")"#,
            "(elem (table $0) (i32.const 4) func $late::also)",
        ];
        assert_eq!(lines(&later, " (elem"), places);
        assert_eq!(lines(&later, " (export").len(), 3);
    }

    #[test]
    fn what_nothing_is_chosen_of_stays_whole() {
        assert!(split(WHOLE, &|_| false).unwrap().is_none());
        assert!(split("(module\n (tag $0)\n)\n", &|_| true).is_err());
    }
}
