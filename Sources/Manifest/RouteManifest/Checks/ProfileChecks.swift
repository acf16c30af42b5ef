import StrictYAML
import YAML

/// A profile is whatever routes name; one that is named in a single place may be meant so, unless it looks like a slip.
func checkProfileNames(_ facts: ManifestFacts, _ findings: Findings) {
    let active = facts.profile.name
    let named = facts.profiles
    let counts = Dictionary(grouping: named, by: \.value).mapValues(\.count)
    if facts.isOdd(active) {
        let known = Set(named.map(\.value.text)).filter { !differsInNumber($0, active.text) }.sorted()
        let (place, meant): (SourceSpan?, Remedy?) =
            if case .manifest(let field) = facts.profile.source {
                (field.span, field.meant(active.text, among: known, called: nil))
            } else {
                (nil, Remedy.meant(by: active.text, among: known, called: nil) { _ in nil })
            }
        if let meant, !findings.says(meant, at: place) {
            findings.warning(
                .unknownReference, "no route names profile '\(active)'", at: place, remedy: meant)
        }
    }
    for profile in named where profile.value != active && counts[profile.value] == 1 {
        let text = profile.value.text
        let known =
            counts.filter { $0.value > 1 }.keys.map(\.text) + (facts.isOdd(active) ? [] : [active.text])
        let others = known.filter { !differsInNumber($0, text) }.sorted()
        guard let meant = profile.field.meant(text, among: others, called: nil),
            !findings.says(meant, at: profile.field.span)
        else { continue }
        findings.warning(
            .unknownReference, "no other route names profile '\(text)'", at: profile.field.span, remedy: meant
        )
    }
}

/// `stage1` and `stage2` are two, and neither is a slip.
private func differsInNumber(_ left: String, _ right: String) -> Bool {
    left != right && left.filter { !$0.isNumber } == right.filter { !$0.isNumber }
}

extension Findings {
    fileprivate func says(_ remedy: Remedy, at span: SourceSpan?) -> Bool {
        all.contains { $0.span == span && $0.remedy?.words == remedy.words }
    }
}
