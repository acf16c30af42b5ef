package import WireText

/// What a browser says of the page that made it send a request.
extension HeaderFields {
    /// The person or a page of this server's own origin (`Sec-Fetch-Site`); `nil` when the browser doesn't say, or it is none.
    package var isFromOwnPage: Bool? {
        self["sec-fetch-site"].map { $0 == "none" || $0 == "same-origin" }
    }

    /// A browser says that a page of another origin sent this: by `Sec-Fetch-Site`, and where it knows that not yet by `Origin`.
    /// `Origin: null` accuses nobody: our own pages send that too, because they send no referrer.
    package func isFromPageElsewhere(than origin: WireText) -> Bool {
        if let isFromOwnPage { return !isFromOwnPage }
        guard let sent = self["origin"] else { return false }
        return sent != "null" && sent != origin
    }
}
