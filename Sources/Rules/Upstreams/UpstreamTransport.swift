package import Web

/// How a provider is asked.
package protocol UpstreamTransport: Sendable {
    /// One request, never answered from memory. Nothing is followed, and what went wrong is told at once.
    func send(_ request: FetchRequest) async -> Result<FetchedAnswer, FetchFailure>
}
