package import Web

/// Knows the addresses of names.
package protocol NameResolver: Sendable {
    /// All addresses of a name, in the order in which they should be tried. Whoever asks may leave before the answer is there.
    func addresses(of name: String) async -> Result<[IPAddress], FetchFailure>
}
