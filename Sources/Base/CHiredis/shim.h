// hiredis.h names struct timeval without including what defines it.
#include <sys/time.h>
#include <hiredis/hiredis.h>
