/// Why a Redis that is there doesn't serve: by the word that its errors begin with, or by one of ours for what it can't say itself.
///
/// The words are the same in the log and in what a caller or `/health` is answered. So there is nothing in them that not everyone may
/// read: no address, no name, nothing that the server said.
package enum RedisTrouble: String, Sendable, CaseIterable {
    case busy = "BUSY"
    case certificate = "CERTIFICATE"
    case certificateName = "CERTIFICATE-NAME"
    case clusterDown = "CLUSTERDOWN"
    case clusterNode = "MOVED"
    /// The same of a node from which a slot is being moved.
    case clusterNodeInMotion = "ASK"
    case database = "DATABASE"
    case loading = "LOADING"
    case noPrimary = "MASTERDOWN"
    case otherSecret = "SECRET"
    case disk = "MISCONF"
    case passwordMissing = "NOAUTH"
    case permission = "NOPERM"
    case tooFewReplicas = "NOREPLICAS"
    case memory = "OOM"
    case replica = "READONLY"
    case movingSlot = "TRYAGAIN"
    case password = "WRONGPASS"

    package var words: String {
        switch self {
        case .busy: "redis is busy with a script that doesn't end"
        case .certificate:
            "the certificate of redis isn't valid, or not of an authority that is trusted: name that by ca_file in the redis url"
        case .certificateName:
            "the certificate of redis is for another name: give the name in it by server_name in the redis url"
        case .clusterDown: "the redis cluster is down: nobody serves some of its slots"
        case .clusterNode, .clusterNodeInMotion:
            "this redis is a node of a cluster: write redis+cluster://, or with tls rediss+cluster://"
        case .database:
            "redis doesn't have the database of the redis url: write another number, or none for database 0"
        case .loading: "redis is loading its data from disk"
        case .noPrimary: "redis is a replica that has lost its primary"
        case .otherSecret: "the records in redis are sealed under another server secret than this one"
        case .disk: "redis refuses writes because it can't save to its disk"
        case .passwordMissing: "redis asks for a password, and none is configured"
        case .permission: "the redis user lacks a permission that is needed: ACL LOG in redis says which"
        case .tooFewReplicas:
            "redis refuses writes because too few replicas are connected (min-replicas-to-write)"
        case .memory: "redis is out of memory: its maxmemory is reached"
        case .replica: "redis is a read-only replica: the address must be that of the primary"
        case .movingSlot: "the redis cluster is moving a slot to another node"
        case .password: "redis refuses the configured user or password"
        }
    }
}
