import AuthorizationServer
import Foundation
import OAuthModel
import RouteManifest
import Support
import Testing

/// What the shipped manifest turns on and off without touching the rest: its routes, what clients may do, and how they say
/// who they are.
enum Switch: Hashable, Sendable, CustomStringConvertible {
    case route(String)
    case grant(String)
    case method(String)
    case issuerParameter
    case documents

    var description: String {
        switch self {
        case .route(let name), .grant(let name), .method(let name): name
        case .issuerParameter: "iss_parameter"
        case .documents: "client_documents"
        }
    }

    /// All of them, in the order of the file.
    static let all: [Switch] =
        shipped.routes.map { .route($0.name.text) } + shipped.grantTypes.map { .grant($0.rawValue) }
        + shipped.authenticationMethods.map { .method($0.rawValue) } + [.issuerParameter, .documents]

    /// The manifest that is shipped, in which all is on.
    static let shipped: Manifest = {
        let path = Installation.package.appendingPathComponent("routes.yaml").path
        guard let manifest = ManifestFile(argument: path, environment: [:]).load(ManifestOverrides()).manifest
        else { preconditionFailure("\(path) is not usable") }
        return manifest
    }()
}

/// The shipped manifest, of which some switches are off.
struct Switched: Sendable, Hashable, CustomTestStringConvertible {
    let off: Set<Switch>

    func isOn(_ item: Switch) -> Bool { !off.contains(item) }

    var testDescription: String {
        off.isEmpty ? "all on" : "off: " + off.map(\.description).sorted().joined(separator: ", ")
    }

    var grantTypes: [String] { Switch.shipped.grantTypes.map(\.rawValue).filter { isOn(.grant($0)) } }

    var methods: [String] {
        Switch.shipped.authenticationMethods.map(\.rawValue).filter { isOn(.method($0)) }
    }

    /// Whether the route is served: where nobody can be asked for access, nobody has to log in.
    func serves(_ route: Route) -> Bool {
        let isForLogin = [.fakeAuthorize, .fakeCallback, .fakeLogout].contains(route.handler)
        return isOn(.route(route.name.text)) && (!isForLogin || serves(.authorize))
    }

    func serves(_ handler: HandlerName) -> Bool {
        Switch.shipped.routes.contains { $0.handler == handler && isOn(.route($0.name.text)) }
    }

    /// The rules that don't let it be served.
    var broken: Set<String> {
        var rules: Set<String> = []
        if grantTypes.isEmpty || methods.isEmpty { rules.insert("invalid-value") }
        // The client of the shipped manifest has no secret.
        if serves(.token), !methods.isEmpty, !methods.contains("none") { rules.insert("auth-methods") }
        if serves(.authorize) {
            let isRedeemed = grantTypes.isEmpty || isOn(.grant("authorization_code"))
            if !serves(.token) || !isRedeemed { rules.insert("no-token") }
            if !serves(.fakeAuthorize) || !serves(.fakeCallback) { rules.insert("no-upstream") }
        }
        // Every page names the style sheet; pages are looked at when the manifest is in order.
        if rules.isEmpty, !serves(.style) { rules.insert("style-sheet") }
        return rules
    }

    /// What somebody writes who wants it so.
    var edits: [ManifestEdit] {
        var edits = Switch.shipped.routes.map(\.name.text).filter { !isOn(.route($0)) }.map {
            ManifestEdit.route($0, "enabled: false")
        }
        edits.append(.grantTypes(grantTypes.joined(separator: ", ")))
        edits.append(.authenticationMethods(methods.joined(separator: ", ")))
        if !isOn(.documents) {
            edits.append(
                .replace(
                    "client_documents:\n  enabled: true", with: "client_documents:\n  enabled: false"))
        }
        if !isOn(.issuerParameter) {
            edits.append(
                .replace(
                    "    # with: { iss_parameter: false }\n", with: "    with: { iss_parameter: false }\n"))
        }
        return edits
    }
}
