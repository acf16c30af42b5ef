package import StrictYAML

extension DiagnosticCode: CaseIterable {
    /// In the order in which they are listed. A test finds who is missing.
    package static let allCases = ofAnyFile + ofRoutes + ofServers + ofAccess + ofFlows

    package init?(rawValue text: String) {
        guard let code = Self.allCases.first(where: { $0.rawValue == text }) else { return nil }
        self = code
    }
}
