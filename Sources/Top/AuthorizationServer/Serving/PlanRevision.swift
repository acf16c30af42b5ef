package import OAuthModel

/// Which plan serves: so that processes can be compared.
package struct PlanRevision: Sendable, Equatable {
    /// 16 hexadecimal digits: the same in all processes under one secret that were made of the same files, variables and options.
    package let digest: String
    package let since: Timestamp
}
