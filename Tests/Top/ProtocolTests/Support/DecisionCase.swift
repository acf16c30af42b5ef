import OAuthCore
import OAuthModel
import Support
import Testing
import Web

/// Of whom a decision has to be.
enum Concerned: Sendable {
    case nobody
    /// A client, before or outside of any login.
    case client(String)
    /// A client, in the login that it began last.
    case login(String)
    /// A client, in the login of another one.
    case foreignLogin(String, of: String)
    /// A login, and no client that could be named.
    case onlyLogin(of: String)

    /// A client, in a login that another server saw begin.
    case earlierLogin(String, FlowID?)

    var client: String? {
        switch self {
        case .nobody, .onlyLogin: nil
        case .client(let id), .login(let id), .foreignLogin(let id, _), .earlierLogin(let id, _): id
        }
    }

    var isOfLogin: Bool {
        switch self {
        case .nobody, .client: false
        case .login, .foreignLogin, .onlyLogin, .earlierLogin: true
        }
    }

    func flow(_ decisions: ToldDecisions) -> FlowID? {
        switch self {
        case .nobody, .client: nil
        case .login(let owner), .onlyLogin(let owner), .foreignLogin(_, let owner): decisions.flow(of: owner)
        case .earlierLogin(_, let flow): flow
        }
    }
}

/// A member of a closed list, and the requests that make it happen, once.
struct DecisionCase: Sendable, CustomTestStringConvertible {
    /// Asks a server, and says of whom the decision has to be.
    typealias Cause = @Sendable (TestServer) async throws -> Concerned
    typealias Expectation = (TestServer, Concerned) throws -> Void

    let kind: DecisionKind
    /// `nil`: the decision is as it was asked for.
    let reason: String?
    private let run: @Sendable (_ expect: Expectation) async throws -> Void

    var testDescription: String { reason ?? "\(DecisionKind.self).\(kind.rawValue)" }

    /// Against a server of the shipped manifest, changed as `edits` say.
    init(
        _ reason: some Reason, _ edits: ManifestEdit..., patience: Duration? = TestServer.usualPatience,
        cause: @escaping Cause
    ) {
        self.init(reason) { expect in
            try await TestServer.run(edits, patience: patience) { try expect($0, try await cause($0)) }
        }
    }

    init(_ kind: DecisionKind, _ edits: ManifestEdit..., cause: @escaping Cause) {
        self.kind = kind
        reason = nil
        run = { expect in try await TestServer.run(edits) { try expect($0, try await cause($0)) } }
    }

    /// Against servers that the case starts by itself.
    init(_ reason: some Reason, running run: @escaping @Sendable (_ expect: Expectation) async throws -> Void)
    {
        kind =
            switch reason {
            case is InactiveReason: .inactive
            case is LimitReason: .limited
            case is HTTPReason: .unasked
            default: .refused
            }
        self.reason = reason.key
        self.run = run
    }

    /// Makes it happen, and finds it in the sink: once, and of whom it is.
    func check() async throws {
        try await run { server, concerned in
            let told = server.decisions.all.filter { $0.kind == kind && $0.reason == reason }
            let isTold = kind != .nothing && kind != .activeAgain
            #expect(told.count == (isTold ? 1 : 0), "\(server.decisions.kinds) \(server.decisions.reasons)")
            guard let only = told.first else { return }
            #expect(only.client == concerned.client)
            #expect(only.flow == concerned.flow(server.decisions))
            #expect((only.flow != nil) == concerned.isOfLogin)
            #expect(!only.attempt.requestID.isEmpty && !only.attempt.peer.isEmpty)
            try server.expectShown(only)
        }
    }
}

/// In a closure of a table no macro can hold a request.
func expectStatus(_ wanted: Int, _ status: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == wanted, sourceLocation: sourceLocation)
}
