/// The revisions of MCP served here.
enum ProtocolVersion: String, CaseIterable, Sendable {
    case july2026 = "2026-07-28"
    case november2025 = "2025-11-25"
    case june2025 = "2025-06-18"
    case march2025 = "2025-03-26"

    /// Carries version and capabilities in each request, and knows no session. The others begin with
    /// `initialize`.
    var isStateless: Bool { self == .july2026 }

    /// What is offered to a client that asks `initialize` for a revision that isn't served with it.
    static let newestWithSessions = november2025

    static let names = allCases.map(\.rawValue)
}
