package import WireText

/// Somebody looked, and nothing was decided: the metadata was fetched, or a browser asked whether a page may.
package struct Knock: Sendable {
    package enum What: String, Sendable {
        case metadata
        /// A browser asked, and was told that the page may go on.
        case preflight
        /// A browser asked, and was told nothing that lets the page go on.
        case preflightRefused = "preflight_refused"
    }

    package let what: What
    /// How many alike there were at once.
    package private(set) var count: Int
    /// The address of who asked, as text of this server's own.
    package let peer: String
    package let requestID: String
    /// `OPTIONS /oauth/token`.
    package let asked: String
    /// Of the page, in visible ASCII.
    package let origin: String?

    package init(
        _ what: What, count: Int = 1, peer: String, requestID: String, path: String, origin: WireText?
    ) {
        self.what = what
        self.count = count
        self.peer = peer
        self.requestID = requestID
        asked = "\(what == .metadata ? "GET" : "OPTIONS") \(LogText.word(path))"
        self.origin = origin.map { LogText.word($0.shown) }
    }
}

extension Knock {
    func times(_ count: Int) -> Knock {
        var knock = self
        knock.count = count
        return knock
    }

    var words: String {
        let page = origin.map { "a page of \($0)" } ?? "a page"
        return switch what {
        case .metadata: "somebody read what this server has (\(asked))"
        case .preflight: "a browser asked whether \(page) may (\(asked)): it may"
        case .preflightRefused: "a browser asked whether \(page) may (\(asked)): it was told of no permission"
        }
    }
}
