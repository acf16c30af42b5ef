import JSON
import OAuthModel
import WireText

/// What a provider says of somebody, read by the rules of the manifest. Each answer is looked for when it is asked for, so a claim that no
/// rule looks at may be anything.
struct PersonClaims {
    private let claims: JSONObject
    private let rules: ClaimRules

    /// In bytes of a name: it goes along with every token.
    private static let nameLimit = 256
    /// In bytes of what a provider calls somebody (OpenID Connect Core §2).
    private static let subjectLimit = 255
    /// Where a provider says which claims it keeps elsewhere (OpenID Connect Core §5.6.2).
    private static let elsewhere = "_claim_names"

    init(_ claims: JSONObject, by rules: ClaimRules) {
        self.claims = claims
        self.rules = rules
    }

    /// As the provider has it, without its name before it: 1 to 255 visible ASCII characters.
    var subject: Result<WireText, ClaimObstacle> {
        switch rules.subject {
        case .mapped(let path): return value(of: path, isOneOfSeveral: false)
        case .own(let paths):
            guard !paths.isEmpty else { return .failure(ClaimObstacle(.personNameless, nil)) }
            var parts: [String] = []
            for path in paths {
                switch value(of: path, isOneOfSeveral: paths.count > 1) {
                case .success(let part): parts.append(part.shown)
                case .failure(let obstacle): return .failure(obstacle)
                }
            }
            let whole = WireText(parts.joined(separator: "."))
            return whole.utf8.count <= Self.subjectLimit
                ? .success(whole) : .failure(ClaimObstacle(.personUnfit, paths[0]))
        }
    }

    /// What a person is called by people: of the claims for it the first that is text of 1 to 256 bytes without control characters. An
    /// address that nobody vouches for is no name either: a resource server might take it for more.
    var name: WireText? {
        for path in rules.name {
            if path == rules.email.path, (try? email.get()) == nil { continue }
            guard let text = path.value(in: claims)?.string, !text.isEmpty,
                text.utf8.count <= Self.nameLimit, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
            else { continue }
            return text
        }
        return nil
    }

    /// The address, if the provider vouches for it.
    var email: Result<EmailAddress, ClaimObstacle> {
        verifiedAddress.flatMap { text in
            EmailAddress(text).map { .success($0) }
                ?? .failure(ClaimObstacle(.emailMissing, rules.email.path))
        }
    }

    /// Of an address that counts what may be told of it.
    var domain: [Fact] {
        (try? email.get()).map { [Fact("domain", $0.domain)] } ?? []
    }

    var groups: Result<[WireText], ClaimObstacle> {
        guard let path = rules.groups else { return .failure(ClaimObstacle(.claimMissing, nil)) }
        switch path.value(in: claims) {
        case .string(let one): return .success([one])
        case let value?:
            return value.strings.map { .success($0) } ?? .failure(ClaimObstacle(.claimMissing, path))
        case nil:
            let sources = claims[Self.elsewhere]?.object
            let isElsewhere = path.names.first.map { sources?[$0] != nil } ?? false
            return .failure(ClaimObstacle(isElsewhere ? .groupsElsewhere : .claimMissing, path))
        }
    }

    var organizations: Result<[Organization], ClaimObstacle> {
        guard let path = rules.organization else { return .failure(ClaimObstacle(.claimMissing, nil)) }
        let value = path.value(in: claims)
        let all: [JSONValue] = value.map { $0.array ?? [$0] } ?? []
        let read = all.compactMap(Organization.init)
        // An empty list is an answer, too.
        guard value != nil, read.count == all.count else {
            return .failure(ClaimObstacle(.claimMissing, path))
        }
        return .success(read)
    }

    /// - Parameter isOneOfSeveral: Dots stand between several, so none has one: no two people are called the same.
    private func value(of path: ClaimPath, isOneOfSeveral: Bool) -> Result<WireText, ClaimObstacle> {
        let text: WireText
        if path == rules.email.path {
            // Anybody may write anything into an address that nobody vouches for.
            switch verifiedAddress {
            case .success(let address): text = address
            case .failure(let obstacle): return .failure(obstacle)
            }
        } else {
            switch path.value(in: claims) {
            case .string(let value): text = value
            case .integer(let value): text = WireText(String(value))
            case nil: return .failure(ClaimObstacle(.personNameless, path))
            default: return .failure(ClaimObstacle(.personUnfit, path))
            }
        }
        let fits =
            (1...Self.subjectLimit).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
            && !(isOneOfSeveral && text.utf8.contains(UInt8(ascii: ".")))
        return fits ? .success(text) : .failure(ClaimObstacle(.personUnfit, path))
    }

    private var verifiedAddress: Result<WireText, ClaimObstacle> {
        let path = rules.email.path
        let missing = ClaimObstacle(.emailMissing, path)
        switch rules.email {
        case .trusted:
            return path.value(in: claims)?.string.map { .success($0) } ?? .failure(missing)
        case .verified(_, let voucher):
            guard let text = path.value(in: claims)?.string else { return .failure(missing) }
            guard voucher.value(in: claims)?.isTrue == true else {
                return .failure(ClaimObstacle(.emailUnverified, voucher))
            }
            return .success(text)
        case .listed:
            let all = path.value(in: claims)?.array ?? []
            let primary = all.filter { $0["primary"]?.isTrue == true }
            guard !primary.isEmpty else { return .failure(missing) }
            guard let verified = primary.first(where: { $0["verified"]?.isTrue == true }) else {
                return .failure(ClaimObstacle(.emailUnverified, path))
            }
            return verified["email"]?.string.map { .success($0) } ?? .failure(missing)
        }
    }
}

/// What somebody belongs to, by the name that the provider has for it.
struct Organization {
    private let name: WireText
    /// Of GitHub's, which are one whatever the case of their letters.
    private let hasLogin: Bool

    fileprivate init?(_ value: JSONValue) {
        if let name = value.string {
            self.name = name
            hasLogin = false
        } else if let login = value["login"]?.string {
            name = login
            hasLogin = true
        } else {
            return nil
        }
    }

    func isOne(of list: [String]) -> Bool {
        list.contains { wanted in
            hasLogin
                ? name.utf8.map(\.lowercased) == wanted.utf8.map(\.lowercased) : name == WireText(wanted)
        }
    }
}

extension JSONValue {
    /// In the three forms that providers have for it (Entra's `xms_edov`).
    fileprivate var isTrue: Bool { self == .bool(true) || self == .string("true") || self == .integer(1) }
}
