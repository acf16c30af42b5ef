import OAuthModel
import Suggestions
import YAML

extension Decoding {
    func resourceServers(_ field: Field?, resources: [ResourceDeclaration]) -> [ResourceServerDraft] {
        var seen: [String: SourceSpan] = [:]
        return (field?.list() ?? []).compactMap { entry in
            guard var reader = entry.mapping("a resource server") else { return nil }
            let idField = reader.require("id", hint: "the name under which it authenticates")
            let id = idField?.identifier(seen: &seen, called: "resource server")
            let owner = id.map { "resource server '\($0)'" } ?? "a resource server"
            let secretFields = reader.takeSecret()
            let references = reader.take("resources").map { resourceReferences($0, among: resources) }
            reader.finish()
            if references == nil, let idField { warnOfEveryResource(idField, owner, resources) }
            guard secretFields.isGiven else {
                findings.error(
                    .missingKey, "\(owner) needs 'secret' or 'secret_file'",
                    at: idField?.span ?? reader.titleSpan,
                    hint: "make one with: openssl rand -base64 32")
                return nil
            }
            guard let found = secretFields.read(atLeast: 24, for: owner), let id else { return nil }
            return ResourceServerDraft(
                declaration: ResourceServerDeclaration(
                    id: id, secret: found.secret, resources: references ?? resources.map(\.resource)),
                secret: found)
        }
    }

    /// Who serves one of several resources is seldom meant to read the tokens for the others.
    private func warnOfEveryResource(_ place: Field, _ owner: String, _ known: [ResourceDeclaration]) {
        guard known.count > 1, let first = known.first else { return }
        let most = 3
        let names = known.prefix(most).map(\.resource.text).joined(separator: ", ")
        let further = known.count > most ? " and \(known.count - most) more" : ""
        place.warning(
            .everyResource, "\(owner) is told about tokens for every resource: \(names)\(further)",
            hint: "write what it serves: resources: [\"\(first.resource)\"]")
    }

    private func resourceReferences(_ field: Field, among known: [ResourceDeclaration]) -> [ResourceURI] {
        let names = known.map(\.resource.text)
        return distinct(field.list() ?? []) { entry in
            guard let text = entry.text() else { return nil }
            if let resource = known.first(where: { $0.resource.text == text.value }) {
                return resource.resource
            }
            let meant = ResourceIndicator(text.value).flatMap { indicator in
                known.first { $0.spellings.contains(indicator) }
            }
            entry.error(
                .unknownReference, "resource \(text.shown) is not declared under 'resources'",
                hint: meant.map { "that is another spelling of it: write \($0.resource)" }
                    ?? Suggestion.hint(for: text.value, among: names, called: "declared resources"))
            return nil
        }
    }
}

/// A resource server with the place of its secret.
struct ResourceServerDraft {
    let declaration: ResourceServerDeclaration
    let secret: FoundSecret
}

extension Field {
    /// An id that goes over the wire (`[A-Za-z0-9._-]`, so that HTTP Basic needs no escapes) and occurs once.
    func identifier(seen: inout [String: SourceSpan], called noun: String) -> String? {
        let id = convert(to: "1 to 128 of the characters A-Z a-z 0-9 . _ -") { text in
            let isPlain = text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-".utf8.contains(byte)
                }
            }
            return isPlain && (1...128).contains(text.utf8.count) ? text : nil
        }
        guard let id else { return nil }
        if let first = seen[id] {
            decoding.findings.error(
                .duplicateEntry, "\(noun) \(quoted(id)) is declared twice", at: span,
                hint: "ids are unique; rename one",
                related: Finding.Related(message: "first declared here", span: first))
        }
        seen[id] = span
        return id
    }
}
