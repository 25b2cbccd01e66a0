package doctor

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
)

func lookMemory(context.Context, *patient) []Finding {
	b, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return []Finding{finding(Skipped, "memory_unknown", "how much memory is left cannot be told on this system")}
	}
	total, available := memory(string(b))
	return []Finding{judgeMemory(total, available)}
}

// memory reads /proc/meminfo (proc(5)): bytes.
func memory(text string) (total, available uint64) {
	for s := bufio.NewScanner(strings.NewReader(text)); s.Scan(); {
		var key string
		var n uint64
		if _, err := fmt.Sscanf(s.Text(), "%s %d kB", &key, &n); err != nil {
			continue
		}
		switch key {
		case "MemTotal:":
			total = n << 10
		case "MemAvailable:":
			available = n << 10
		}
	}
	return total, available
}

func judgeMemory(total, available uint64) Finding {
	switch {
	case total == 0:
		return finding(Skipped, "memory_unknown", "how much memory is left cannot be told on this system")
	case available < 64*mb:
		return finding(Warning, "little_memory", "only %s of %s memory are free", size(available), size(total)).
			remedy("end what this machine need not run; top shows what takes most")
	case available < 200*mb:
		return finding(Note, "little_memory", "%s of %s memory are free", size(available), size(total))
	}
	return finding(OK, "memory", "%s of %s memory are free", size(available), size(total))
}
