package import Cryptography
package import Endpoint
package import OAuthCore
package import OAuthModel
import WireText

/// Tells who runs this server from everybody else: whoever sits at this machine, where that can be told, else who has the operator token.
package struct OperatorAccess: Sendable {
    /// By what somebody is let in.
    package enum Standing: Sendable, Equatable {
        /// From this machine.
        case local
        /// A program with the token.
        case token
        /// A person who signed in with it.
        case session
    }

    private let loopback: (@Sendable (RequestHead) -> Bool)?
    private let token: OperatorToken?
    private let cookies: Cookies
    private let clock: Clock
    private let random: RandomSource

    /// - Parameters:
    ///   - loopback: Whether a request comes from a program on this machine; nil: that can't be told.
    ///   - token: Nil: nobody else is let in.
    package init(
        loopback: (@Sendable (RequestHead) -> Bool)?, token: OperatorToken?, cookies: Cookies, clock: Clock,
        random: RandomSource
    ) {
        self.loopback = loopback
        self.token = token
        self.cookies = cookies
        self.clock = clock
        self.random = random
    }

    package func standing(of head: RequestHead) -> Result<Standing, OperatorRefusal> {
        if let shown = head.headers.bearer {
            guard let token else { return .failure(OperatorRefusal(.operatorTokenless)) }
            return shown.flatMap { token.matches($0) } == true
                ? .success(.token) : .failure(OperatorRefusal(.operatorTokenWrong))
        }
        if let loopback, loopback(head) { return .success(.local) }
        guard let token else { return .failure(OperatorRefusal(.operatorTokenless)) }
        guard let session = cookies.operatorSession(head) else {
            return .failure(OperatorRefusal(.operatorUnproven))
        }
        return token.admits(session, at: clock.now)
            ? .success(.session) : .failure(OperatorRefusal(.operatorSessionOver))
    }

    /// The cookie of a new session; nil when this is not the token.
    func signIn(_ shown: WireText) -> String? {
        guard let token, token.matches(shown) else { return nil }
        return cookies.setOperatorSession(token.session(from: clock.now, random: random))
    }

    var signOut: String { cookies.clearOperatorSession }
}

/// Why somebody is not let in.
package struct OperatorRefusal: Error, Sendable {
    package let reason: OperatorReason

    init(_ reason: OperatorReason) {
        self.reason = reason
    }
}

extension HeaderFields {
    /// What stands behind the name of the scheme Bearer (RFC 6750 §2.1); nil where nothing says Bearer, and nil in it where it can't be
    /// told what was shown.
    fileprivate var bearer: WireText?? {
        let lines = all("authorization")
        guard lines.contains(where: { Self.isBearer($0.bytes) }) else { return nil }
        guard lines.count == 1, let line = lines.first?.bytes, line.count > 7 else { return .some(nil) }
        return .some(WireText(validating: line[7...].drop { $0 == 0x20 }))
    }

    private static func isBearer(_ line: [UInt8]) -> Bool {
        line.count >= 6 && line[..<6].equalsIgnoringCase("bearer") && (line.count == 6 || line[6] == 0x20)
    }
}
