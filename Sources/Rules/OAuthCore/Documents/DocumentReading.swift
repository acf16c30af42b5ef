import JSON
package import OAuthModel
package import Web
import WireText

/// From the bytes of a client-id metadata document to the client that it describes.
///
/// What a document asks for beyond what is offered here is left out, as it is when a client registers itself.
package struct DocumentReading: Sendable {
    private let rules: ClientMetadataRules

    package init(configuration: CoreConfiguration) {
        rules = ClientMetadataRules(configuration: configuration)
    }

    /// How a document stands to one rule.
    package struct Finding: Sendable {
        package let rule: DocumentRule
        package let verdict: Verdict

        package enum Verdict: Sendable {
            case pass
            case note(String)
            case fail(OAuthError)
        }
    }

    /// The client, or the first rule that the document breaks.
    package func client(_ body: [UInt8], at url: FetchURL) throws(OAuthError) -> Client {
        let url = WireText(url.text)
        let draft = try draft(body, at: url)
        do throws(OAuthError) {
            for rule in DocumentRule.table { _ = try rule.check(draft) }
            guard let id = ClientID(url) else { throw OAuthError(DocumentReason.documentAddressMalformed) }
            let metadata = try rules.metadata(draft.stated, authenticatedBy: try draft.methods)
            return Client(id: id, metadata: metadata, origin: .document)
        } catch { throw error.ofDocument }
    }

    /// How the document stands to every rule: for who wants to see it whole.
    package func findings(_ body: [UInt8], at url: FetchURL) throws(OAuthError) -> [Finding] {
        let draft = try draft(body, at: WireText(url.text))
        return DocumentRule.table.map { rule in
            do throws(OAuthError) {
                let note = try rule.check(draft)
                return Finding(rule: rule, verdict: note.map { .note($0) } ?? .pass)
            } catch { return Finding(rule: rule, verdict: .fail(error)) }
        }
    }

    private func draft(_ body: [UInt8], at url: WireText) throws(OAuthError) -> DocumentDraft {
        let value: JSONValue
        do { value = try JSONValue.parse(body, maximumDepth: Self.maximumDepth) } catch {
            throw OAuthError(
                DocumentReason.documentUnreadable, facts: [Fact("found", "\(error.reason.rawValue)")])
        }
        guard let document = value.object else {
            throw OAuthError(DocumentReason.documentUnreadable, facts: [Fact("found", "no object")])
        }
        return DocumentDraft(url: url, stated: StatedMetadata(document), rules: rules)
    }

    /// As of what clients register.
    private static let maximumDepth = 8
}

extension OAuthError {
    /// A rule of client metadata is a rule of the document that has them; what is said of it stays the same.
    fileprivate var ofDocument: OAuthError {
        guard !(reason is DocumentReason) else { return self }
        return OAuthError(
            DocumentReason.documentBreaksRule, naming: reason.rule.description,
            facts: [Fact("rule", reason.name), Fact("found", description)] + facts)
    }
}
