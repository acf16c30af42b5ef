package import Web

/// Why this server refuses something: closed lists, one for each thing that is asked of it. There is no refusal without one.
package protocol RefusalReason: Reason {
    var rule: RefusalRule { get }
}

extension RefusalReason {
    package var account: Account { rule.account }
}

/// The rule that a request broke, and what there is to say of it.
package struct RefusalRule: Sendable {
    package let code: OAuthError.Code
    /// For the client's developer, or for the person at the browser: what leaves the process.
    package let description: StaticString
    package let account: Account
    /// Somebody may have been robbed: the operator should look at it.
    package let isAlarming: Bool

    /// - Parameter finding: Where strangers are told less than the operator.
    init(
        _ code: OAuthError.Code, _ section: StaticString, _ description: StaticString,
        finding: StaticString? = nil, remedy: StaticString, isAlarming: Bool = false
    ) {
        self.code = code
        self.description = description
        account = Account(section, finding ?? description, remedy: remedy)
        self.isAlarming = isAlarming
    }
}

/// All that there are, by what was asked for.
package let refusalReasons: [(title: String, reasons: [any RefusalReason])] = [
    ("forms and queries", FormReason.all),
    ("who a client is", ClientReason.all),
    ("metadata documents of clients", DocumentReason.all),
    ("authorization requests", AuthorizationReason.all),
    ("consent and login", LoginReason.all),
    ("logins at providers", UpstreamReason.all),
    ("token requests", TokenReason.all),
    ("registration", RegistrationReason.all),
    ("who may introspect", IntrospectionReason.all),
    ("pages for operators", OperatorReason.all),
    ("the server itself", ServerReason.all),
]

package var allRefusalReasons: [any RefusalReason] { refusalReasons.flatMap(\.reasons) }

extension RefusalReason {
    fileprivate static var all: [any RefusalReason] { Array(allCases) }
}
