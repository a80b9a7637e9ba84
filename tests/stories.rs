//! Stories: scenarios for a room of people, each with a page of text.

use leaderful::scenario::presets::SCENARIO_PRESETS;
use std::path::Path;

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap_or_default()
}

#[test]
fn every_story_has_a_page_that_names_its_claim_its_arms_and_how_to_run_it() {
    let stories: Vec<_> = SCENARIO_PRESETS.iter().filter(|preset| preset.charts.is_empty()).collect();
    assert_eq!(stories.len(), 10);
    for story in stories {
        let (name, page) = (story.name, read(&format!("docs/stories/{}.md", story.name)));
        assert!(page.starts_with(&format!("# {}\n", story.title)), "{name}");
        assert!((5..=8).contains(&page.matches("\n## ").count()), "{name}: five to eight sections");
        assert!(page.contains(&format!("leaderful compare {name}\n")), "{name}");
        assert!(page.match_indices("(C").any(|(at, _)| page[at + 2..].starts_with(|digit: char| digit.is_ascii_digit())), "{name}");
        for arm in story.load().unwrap().all_arms() {
            assert!(page.contains(&arm.name), "{name}: {}", arm.name);
        }
        assert!(read("README.md").contains(&format!("docs/stories/{name}.md")), "{name}");
    }
}
