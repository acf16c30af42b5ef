/// Every rule that a manifest can break. The text of a code never changes its meaning.
package enum DiagnosticCode: String, CaseIterable, Sendable {
    // The file, and the file as YAML.
    case unreadable
    case yamlSyntax = "yaml-syntax"
    case yamlFeature = "yaml-feature"
    case yamlLimit = "yaml-limit"
    case encoding
    case duplicateKey = "duplicate-key"

    // The shape of a value.
    case version
    case unknownKey = "unknown-key"
    case missingKey = "missing-key"
    case wrongType = "wrong-type"
    case invalidValue = "invalid-value"
    case outOfRange = "out-of-range"
    case duplicateEntry = "duplicate-entry"
    case unknownReference = "unknown-reference"
    case conflictingKeys = "conflicting-keys"
    case uselessKey = "useless-key"
    case quotes
    case overlay

    // Variables and secrets.
    case unsetVariable = "unset-variable"
    case variableSyntax = "variable-syntax"
    case variableValue = "variable-value"
    case secretFile = "secret-file"
    case weakSecret = "weak-secret"
    case secretInManifest = "secret-in-manifest"

    // Routes.
    case path
    case duplicatePath = "duplicate-path"
    case similarPath = "similar-path"
    case duplicateHandler = "duplicate-handler"
    case unknownHandler = "unknown-handler"
    case method
    case template
    case auth
    case unknownRoute = "unknown-route"
    case staticFile = "static-file"

    // What the parts mean together.
    case issuer
    case developmentHosts = "development-hosts"
    case redisURL = "redis-url"
    case sharedSecret = "shared-secret"
    case fakeLoginExposed = "fake-login-exposed"
    case noToken = "no-token"
    case noAuthorize = "no-authorize"
    case noUpstream = "no-upstream"
    case noClients = "no-clients"
    case publicClient = "public-client"
    case noMetadata = "no-metadata"
    case noScopes = "no-scopes"
    case unlistedScope = "unlisted-scope"
    case noResources = "no-resources"
    case openIntrospection = "open-introspection"
    case uselessIntrospection = "useless-introspection"
    case authMethods = "auth-methods"
    case lifetimes
    case redirectURI = "redirect-uri"
    case bind
    case trustedProxies = "trusted-proxies"
    case sharedLimit = "shared-limit"
    case otherOrigin = "other-origin"
    case everyResource = "every-resource"
    case baseURI = "base-uri"
    case mixUp = "mix-up"
}
