/// Where an issuer publishes its metadata (RFC 8414 §3.1): the well-known path goes between host and path.
struct MetadataAddress: Sendable {
    let url: String

    /// `nil` unless the issuer is an http or https URL without user, query and fragment (RFC 8414 §2).
    init?(issuer: String) {
        guard let separator = issuer.firstRange(of: "://"),
            issuer.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            !issuer.contains(where: { "?#\\\"<>".contains($0) })
        else { return nil }
        let rest = issuer[separator.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        guard WebOrigin(String(issuer[..<slash])) != nil else { return nil }
        var path = rest[slash...]
        if path.hasSuffix("/") { path.removeLast() }
        url = issuer[..<slash] + MCPPath.authorizationServerMetadata + path
    }
}
