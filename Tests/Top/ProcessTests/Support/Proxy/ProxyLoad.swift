import JSON
import Support
import Synchronization
import Testing
import WireText

/// Clients that go the whole way again and again, through the proxy, and count what they are not answered as they should be.
final class ProxyLoad: Sendable {
    /// Clients at a time: so many requests can be under way.
    static let width = 6

    private struct State {
        var answers = 0
        var lost = 0
        var isExcused = false
        var isOver = false
    }

    private let wire: Wire
    private let state = Mutex(State())

    init(_ wire: Wire) {
        self.wire = wire
    }

    /// Requests that were answered.
    var count: Int { state.withLock { $0.answers } }

    /// Runs beside `body`. How many requests were lost while that was excused; any other is an issue.
    func run(_ body: (ProxyLoad) async throws -> Void) async throws -> Int {
        let clients = Task {
            _ = try await concurrently(0..<Self.width, width: Self.width) { _ in try await self.work() }
        }
        do {
            try await body(self)
        } catch {
            state.withLock { $0.isOver = true }
            _ = await clients.result
            throw error
        }
        state.withLock { $0.isOver = true }
        try await clients.value
        return state.withLock { $0.lost }
    }

    /// Waits for so many more answers.
    func answers(_ more: Int) async throws {
        let goal = count + more
        _ = try await eventually("\(goal) answers") { self.count >= goal ? () : nil }
    }

    /// Whether a request that can't be repeated may be lost.
    func excuse(_ isExcused: Bool) {
        state.withLock { $0.isExcused = isExcused }
    }

    private func work() async throws {
        while !(state.withLock { $0.isOver }) {
            guard
                let client = try await sent({ try await $0.register() }, loses: true, 201)?["client_id"]?
                    .string?.shown
            else { continue }
            for round in 1...5 { try await authorize(client, isRevoked: round > 1) }
        }
    }

    /// - Parameter isRevoked: Else the grant is there when the load is over.
    private func authorize(_ client: String, isRevoked: Bool) async throws {
        _ = try await sent({ try await $0.get("/.well-known/oauth-authorization-server") }, loses: false)
        // A login that was just coming back may be over when it is repeated.
        let back = try await sent({ try await $0.authorize(client) }, loses: true, 302)
        guard let code = back?.redirect("code") else { return }
        let tokens = try await sent({ try await $0.redeem(code, of: client) }, loses: true)
        guard let tokens, let grant = Acknowledged.Grant(tokens, of: client) else { return }
        let introspection = try await sent({ try await $0.introspect(grant.accessToken) }, loses: false)
        #expect(introspection?["active"]?.bool == true)
        var next = try await sent({ try await $0.refresh(grant.refreshToken, of: client) }, loses: true)
        if next == nil {
            // Whether it was carried out or not, it can be asked for again.
            next = try await sent({ try await $0.refresh(grant.refreshToken, of: client) }, loses: false)
        }
        guard isRevoked, let last = next.flatMap({ Acknowledged.Grant($0, of: client) }) else { return }
        _ = try await sent({ try await $0.revoke(last.refreshToken, of: client) }, loses: false)
        let ended = try await sent({ try await $0.introspect(last.accessToken) }, loses: false)
        #expect(ended?.body == "{\"active\":false}\n")
    }

    /// - Parameter loses: Whether the request may be lost while that is excused.
    /// - Returns: `nil`: it was.
    private func sent(
        _ request: @Sendable (Wire) async throws -> Answer, loses: Bool, _ status: UInt = 200
    ) async throws -> Answer? {
        // What was sent while it could be lost may be answered later.
        let mayBeLost = state.withLock { $0.isExcused }
        let answer = try await request(wire)
        let isExcused = state.withLock { state in
            state.answers += 1
            let isExcused = loses && (mayBeLost || state.isExcused) && answer.status != status
            if isExcused { state.lost += 1 }
            return isExcused
        }
        if isExcused { return nil }
        #expect(answer.status == status, "\(answer.body)")
        return answer.status == status ? answer : nil
    }
}
