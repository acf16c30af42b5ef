import OAuthModel
import YAML

/// Section `upstream` with the places that later checks point at.
struct UpstreamDraft {
    let upstream: Upstream?
    /// Nil where nothing is approved.
    let autoApproveField: Field?
}

extension Decoding {
    func upstream(_ field: Field?, isPublic: Bool) -> UpstreamDraft {
        guard var reader = field?.mapping(such: "{ kind: fake }", wrapping: "kind") else {
            return UpstreamDraft(upstream: nil, autoApproveField: nil)
        }
        let kind = reader.require("kind", value: "fake").flatMap { upstreamKind($0, isPublic: isPublic) }
        let users = reader.take("users").map(demoUsers) ?? []
        let approve = reader.take("auto_approve")
        let session = reader.take("session")?.duration(.seconds(60) ... .seconds(365 * 86_400))
        reader.finish()
        let approves = approve?.boolean() ?? false
        guard kind != nil else { return UpstreamDraft(upstream: nil, autoApproveField: nil) }
        let fake = FakeUpstreamSettings(
            users: users, autoApprove: approves, session: session ?? .seconds(7 * 86_400))
        return UpstreamDraft(upstream: .fake(fake), autoApproveField: approves ? approve : nil)
    }

    private func upstreamKind(_ field: Field, isPublic: Bool) -> UpstreamKind? {
        let words = UpstreamKind.allCases.map(\.rawValue)
        guard let text = field.text(such: words.first) else { return nil }
        if let kind = UpstreamKind(rawValue: text.value) { return kind }
        let remedy =
            isPublic
            ? Remedy(
                "nobody can log in at a public issuer with this version; try it with a loopback issuer and \(words[0])"
            )
            : field.write(words[0])
        field.error(
            .invalidValue, "this version has no upstream \(text.shown), only the fake login",
            remedy: field.meant(text.value, among: words, called: nil) ?? remedy)
        return nil
    }

    private func demoUsers(_ field: Field) -> [ResourceOwner] {
        var seen: [String: SourceSpan] = [:]
        return (field.list(ofMappings: true) ?? []).compactMap { entry in
            guard
                var reader = entry.mapping(
                    "a demo user", such: "{ id: ada, name: Ada Lovelace }", wrapping: "id")
            else { return nil }
            let id = reader.require("id", hint: "such as id: ada")?.identifier(
                .user, seen: &seen, called: "demo user")
            let name = reader.take("name")?.line()?.value
            reader.finish()
            return id.map { ResourceOwner(id: $0, name: name ?? $0) }
        }
    }
}

private enum UpstreamKind: String, CaseIterable {
    case fake
}
