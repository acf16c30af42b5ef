import Diagnostics

@testable import RouteManifest
@testable import StrictYAML

/// What the decoder refuses and a schema can't, and why not. Anything else that the decoder refuses the schema refuses too.
enum BeyondTheSchema {
    /// - Parameter hasEmptyValues: A value of the file consists of variables that are empty.
    static func reason(for diagnostic: Diagnostic, hasEmptyValues: Bool) -> String? {
        ((hasEmptyValues ? ofEmptyValues : []) + rules).first { rule in
            rule.codes.contains { $0.rawValue == diagnostic.code }
                && (rule.words.isEmpty || rule.words.contains { diagnostic.message.contains($0) })
        }?.reason
    }

    private struct Rule {
        let codes: [DiagnosticCode]
        /// Of the message; none: whatever is said with this code.
        let words: [String]
        let reason: String

        init(_ codes: [DiagnosticCode], saying words: [String] = [], _ reason: String) {
            self.codes = codes
            self.words = words
            self.reason = reason
        }
    }

    /// A key that variables leave empty is as if it was not there, and a schema sees the variables.
    private static let ofEmptyValues = [
        Rule(
            [.missingKey, .template],
            saying: ["comes out empty", "needs 'template'", "needs 'secret' or 'secret_file'"],
            "what variables hold"),
        Rule([.invalidValue], saying: ["not ''"], "what variables hold, under names of the user's own"),
    ]

    private static let rules = [
        Rule(
            [.unknownReference, .duplicateEntry, .duplicatePath, .duplicateHandler],
            "a schema compares no value with another, and does not know that two spellings are one"),
        Rule(
            [
                .authMethods, .conflictingKeys, .fakeLoginExposed, .lifetimes, .noResources, .noScopes,
                .noToken,
                .noUpstream, .sharedSecret,
            ], "what the parts mean together"),
        Rule([.outOfRange], "lengths of time and numbers of bytes are texts with a unit"),
        Rule(
            [.issuer, .redirectURI, .redisURL, .developmentHosts], "what a URL or a host may be in its place"),
        Rule(
            [.invalidValue],
            saying: [
                "is not an absolute URI", "is not written in ASCII", "a resource is an http or https URL",
                "IP address", "which is a network", "an address in a network",
                "has no length that an address", "nothing can be fetched from",
            ], "what a URL, an address or a network is"),
        Rule([.invalidValue], saying: ["the keys of"], "what a key is"),
        Rule(
            [.secretFile, .staticFile, .weakSecret], "what stands in other files, and how strong a secret is"),
        Rule([.template], saying: ["there is no template"], "which templates there are"),
        Rule([.unsetVariable, .variableSyntax, .variableValue], "what variables hold"),
        Rule([.missingKey], saying: ["without a rate"], "what the parts mean together"),
        Rule(
            [.invalidValue, .wrongType],
            saying: [
                "must be a whole number from", "not 'True'", "not 'TRUE'", "not 'False'", "not 'FALSE'",
            ],
            "numbers and truths are what they are to a schema, however they are spelled"),
        Rule(
            [.missingKey],
            saying: [
                "needs 'secret' or 'secret_file' for", "needs 'client_secret' or 'client_secret_file'",
                "no claim of upstream", "is every tenant's", "needs its public keys for", "needs 'scopes'",
            ],
            "what a method, a grant or a rule asks of the rest of a client or a provider"),
        Rule(
            [.invalidValue],
            saying: [
                "a provider", "ends with a slash", "is a claim, or true", "asks for no ID token",
                "tells no organisation", "is not a host name", "must be a host name", "must be a domain",
            ], "what a URL, a host or a claim is, and what scopes bring"),
        Rule([.uselessKey], saying: ["nobody asks upstream"], "what the parts mean together"),
        Rule([.unknownRoute], "the command line"),
        Rule([.invalidValue], saying: ["--profile"], "the command line"),
    ]
}
