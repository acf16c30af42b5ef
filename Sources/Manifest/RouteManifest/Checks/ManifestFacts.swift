import OAuthModel
import StrictYAML

/// All that was read, for the rules that look at more than one place.
@dynamicMemberLookup
struct ManifestFacts {
    let draft: ManifestDraft
    let reader: MappingReader
    /// The whole file could be read: what is missing is missing, and not merely misspelt.
    let isWhole: Bool

    subscript<Value>(dynamicMember path: KeyPath<ManifestDraft, Value>) -> Value { draft[keyPath: path] }

    var decoding: Decoding { reader.decoding }

    /// What stands under the key of a section.
    func field(_ section: String) -> Field? { reader.field(section) }

    /// The issuer is not this machine; false as well when it could not be read.
    var isPublic: Bool { draft.server.isPublic }

    var active: [RouteDraft] { draft.routes.filter { $0.state == .on } }

    func active(_ handler: HandlerName) -> RouteDraft? { draft.routes.serving(handler, \.route) }
}

extension ManifestFacts {
    /// What puts it on.
    func offering<Choice>(_ choice: Choice, in offered: Offered<Choice>) -> Remedy {
        let words = "add \(choice.rawValue) to '\(offered.section)'"
        if let field = offered.field { return field.add(choice.rawValue, words: words) }
        return decoding.add(offered.section, YAMLText.list((offered.choices + [choice]).map(\.rawValue)))
    }
}

extension ManifestFacts {
    /// All rules about the manifest as a whole. Their order does not matter: diagnostics are sorted by their place in the file.
    static let checks: [@Sendable (ManifestFacts, Findings) -> Void] = [
        // What the server says it is.
        checkIssuerPort,
        checkBindAddresses,
        checkDevelopmentHostsAreAmongThemselves,
        checkSecretsInManifest,
        checkSharedStoreHasSecret,
        checkTrustedProxies,
        checkSharedLimitsHaveStore,
        // One request, one answer.
        checkPathsAreDistinct,
        checkPathsDifferByMore,
        checkOneRouteIsAdvertised,
        checkOperatorsCanProveIt,
        // The demonstration stays at home.
        checkFakeLoginIsLocal,
        checkAutoApproveIsLocal,
        // A flow that begins can end.
        checkAuthorizeHasToken,
        checkAuthorizeHasUpstream,
        checkCallbacksAreFree,
        checkAnswersNameTheirIssuer,
        checkClientsCanBecomeKnown,
        checkMetadataCanBeFound,
        checkThereIsSomethingToGrant,
        checkTokenMethodsSuitClients,
        checkGrantsAreServed,
        checkKeysAreKnownBeforeTheySign,
        // People are who they are, and belong here.
        checkSubjectsAreApart,
        checkProvidersAreAskedForWhatRulesNeed,
        checkRulesHaveClaims,
        checkProvidersForEverybodyHaveRules,
        // Resource servers can ask, and nobody else.
        checkIntrospectionIsUsable,
        // Last: what a slip led to has been told of where the slip is.
        checkProfileNames,
    ]
}
