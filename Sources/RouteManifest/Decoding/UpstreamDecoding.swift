import YAML

/// Section `upstream` with the places that later checks point at.
struct UpstreamDraft {
    let upstream: Upstream?
    let autoApproveSpan: SourceSpan?
}

extension Decoding {
    func upstream(_ field: Field?) -> UpstreamDraft {
        guard var reader = field?.mapping() else { return UpstreamDraft(upstream: nil, autoApproveSpan: nil) }
        let kind = reader.require("kind", hint: "write kind: fake")?.choice(of: UpstreamKind.self)
        let users = reader.take("users").map(demoUsers) ?? []
        let approve = reader.take("auto_approve")
        let session = reader.take("session")?.duration(.seconds(60) ... .seconds(365 * 86_400))
        reader.finish()
        let approves = approve?.boolean() ?? false
        guard kind != nil else { return UpstreamDraft(upstream: nil, autoApproveSpan: nil) }
        let fake = FakeUpstreamSettings(
            users: users, autoApprove: approves, session: session ?? .seconds(7 * 86_400))
        return UpstreamDraft(upstream: .fake(fake), autoApproveSpan: approves ? approve?.span : nil)
    }

    private func demoUsers(_ field: Field) -> [FakeUpstreamSettings.DemoUser] {
        var seen: [String: SourceSpan] = [:]
        return (field.list() ?? []).compactMap { entry in
            guard var reader = entry.mapping("a demo user") else { return nil }
            let id = reader.require("id")?.identifier(seen: &seen, called: "demo user")
            let name = reader.take("name")?.line()?.value
            reader.finish()
            return id.map { FakeUpstreamSettings.DemoUser(id: $0, name: name ?? $0) }
        }
    }
}

private enum UpstreamKind: String, CaseIterable {
    case fake
}
