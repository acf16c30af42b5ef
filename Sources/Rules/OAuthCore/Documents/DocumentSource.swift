package import Web

/// Fetches what strangers name: documents of clients, and their key sets.
///
/// The address that is dialled is one that was checked, and nothing is followed. What can't be had is told when the time of the
/// terms is over, whatever the reason, refused hosts included: from outside all failures are alike, so that nobody can look around
/// with this server's eyes. What was had is told at once.
package protocol DocumentSource: Sendable {
    /// One GET, never answered from memory. At most one call for a URL should be under way: whoever keeps what was had sees to that.
    func fetch(_ url: FetchURL, _ terms: FetchTerms) async -> Result<FetchedDocument, FetchFailure>
}
