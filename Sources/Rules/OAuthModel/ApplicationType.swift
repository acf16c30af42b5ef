/// `application_type` (OpenID Connect Registration §2).
package enum ApplicationType: String, CaseIterable, Sendable {
    case native
    case web
}
