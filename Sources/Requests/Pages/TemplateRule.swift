import Diagnostics

/// Every rule that a template can break. The text of a rule never changes its meaning.
package enum TemplateRule: String, DiagnosticRule, CaseIterable {
    /// A file that isn't there, can't be read, or isn't text.
    case file = "template-file"
    /// Tags, elements, quotes that don't fit together.
    case syntax = "template-syntax"
    case limit = "template-limit"
    case unknownValue = "unknown-value"
    /// A value in a place or a tag that isn't for it.
    case valueUse = "value-use"
    /// The page doesn't work without it, or deceives.
    case missingValue = "missing-value"
    /// The page's policy takes the effect from it.
    case blocked
    /// A link or a form that leads nowhere.
    case unserved
    /// The style sheet that all pages share is needed and not served.
    case styleSheet = "style-sheet"
}
