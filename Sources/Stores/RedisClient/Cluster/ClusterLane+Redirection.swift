import NIOCore

extension ClusterLane {
    /// Hops of one request before it is given up.
    private static let redirectionLimit = 8
    private static let tryAgainPause = TimeAmount.milliseconds(20)

    func replies(to request: Request, _ wait: ReplicaWait?) async throws(RedisFailure) -> [RedisReply] {
        var replies = try await outcome(of: request, wait).get()
        guard replies.contains(where: \.isError) else { return replies }
        for hop in 1...Self.redirectionLimit {
            // What was done stays done: only the commands that were sent on are sent again.
            let asked = await onLoop { $0.address(for: request.key) }
            let redirections = replies.map { Redirection($0, asked: asked) }
            guard let redirection = redirections.lazy.compactMap({ $0 }).first else { break }
            let indices = redirections.indices.filter { redirections[$0] == redirection }
            let answers = try await follow(redirection, request.only(indices), wait, hop: hop).get()
            for (index, answer) in zip(indices, answers) { replies[index] = answer }
        }
        for case .error(let code, _) in replies { await note(code) }
        return replies.map(Self.withoutDirections)
    }

    /// Of a request that is given up. To whom `MOVED` or `ASK` is news, it means that there is a cluster.
    private static func withoutDirections(_ reply: RedisReply) -> RedisReply {
        guard case .error(let code, _) = reply, Redirection.codes.contains(code) else { return reply }
        return .error(code: "ERR", message: "the nodes of the cluster send the request round and round")
    }

    private func follow(
        _ redirection: Redirection, _ request: Request, _ wait: ReplicaWait?, hop: Int
    ) async -> Outcome {
        switch redirection {
        case .moved(let slot, let address):
            await outcome { lane, recipient in
                lane.learn(slot, address)
                lane.submit(request, wait, to: address, recipient)
            }
        case .ask(let address):
            await outcome { lane, recipient in
                var request = request
                request.isAsking = true
                lane.submit(request, wait, to: address, recipient)
            }.map { replies in replies.indices.filter { $0 % 2 == 1 }.map { replies[$0] } }
        case .tryAgain:
            await outcome { lane, recipient in
                lane.eventLoop.scheduleTask(in: Self.tryAgainPause * hop) {
                    lane.submit(request, wait, recipient)
                }
            }
        }
    }

    private func outcome(_ submit: @escaping @Sendable (ClusterLane, Recipient) -> Void) async -> Outcome {
        await withUnsafeContinuation { continuation in perform { submit(self, .task(continuation)) } }
    }

    /// A look at what lives on the loop.
    func onLoop<Value: Sendable>(_ look: @escaping @Sendable (ClusterLane) -> Value) async -> Value {
        await withUnsafeContinuation { continuation in perform { continuation.resume(returning: look(self)) }
        }
    }

    private func note(_ code: String) async {
        await onLoop { $0.note(code) }
    }
}

extension Request {
    /// The same with some of its commands.
    func only(_ indices: [Int]) -> Request {
        guard case .commands(let commands) = content else { return self }
        var request = Request(indices.map { commands[$0] })
        request.sendsSource = sendsSource
        return request
    }
}
