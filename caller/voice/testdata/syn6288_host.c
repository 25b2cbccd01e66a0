/* A host of a SYN6288 over libdriver's driver, to hold ours and the virtual module
 * against one that we did not write. caller/voice/referees.sh builds it.
 *
 *   syn6288_host dump         each frame goes to standard output in hexadecimal
 *   syn6288_host /dev/pts/3   the module is there; its status goes to standard output
 *
 * Standard input: a line "status", "stop", or "speak <0 gb2312|1 gbk> <text in hexadecimal>".
 */
#include "driver_syn6288.h"
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static int tty = -1;

static uint8_t ok(void) { return 0; }

static uint8_t flush(void) { return tty >= 0 && tcflush(tty, TCIFLUSH) != 0; }

static uint8_t put(uint8_t *b, uint16_t n) {
	if (tty >= 0)
		return write(tty, b, n) != n;
	for (uint16_t i = 0; i < n; i++)
		printf("%02X", b[i]);
	printf("\n");
	fflush(stdout);
	return 0;
}

static uint16_t get(uint8_t *b, uint16_t n) {
	if (tty < 0) { /* nobody is there: accepted, and idle */
		b[0] = 0x41;
		if (n > 1)
			b[1] = 0x4F;
		return n;
	}
	uint16_t got = 0;
	struct pollfd p = {.fd = tty, .events = POLLIN};
	while (got < n && poll(&p, 1, 1000) == 1) {
		ssize_t k = read(tty, b + got, n - got);
		if (k <= 0)
			break;
		got += (uint16_t)k;
	}
	return got;
}

static void wait_ms(uint32_t ms) {
	if (tty >= 0)
		usleep(ms * 1000);
}

static void say(const char *const fmt, ...) {
	va_list a;
	va_start(a, fmt);
	vfprintf(stderr, fmt, a);
	va_end(a);
}

int main(int argc, char **argv) {
	static syn6288_handle_t h;
	char line[1024];

	if (argc != 2)
		return 2;
	if (strcmp(argv[1], "dump") != 0) {
		struct termios t;
		tty = open(argv[1], O_RDWR | O_NOCTTY);
		if (tty < 0 || tcgetattr(tty, &t) != 0)
			return 3;
		cfmakeraw(&t);
		cfsetspeed(&t, B9600);
		if (tcsetattr(tty, TCSANOW, &t) != 0)
			return 3;
	}
	h.uart_init = ok;
	h.uart_deinit = ok;
	h.uart_flush = flush;
	h.uart_write = put;
	h.uart_read = get;
	h.delay_ms = wait_ms;
	h.debug_print = say;
	if (syn6288_init(&h) != 0 || syn6288_set_mode(&h, SYN6288_MODE_COMMON) != 0)
		return 4;
	while (fgets(line, sizeof line, stdin) != NULL) {
		int failed, type;
		char hex[600], text[300];
		if (strncmp(line, "status", 6) == 0) {
			syn6288_status_t s;
			failed = syn6288_get_status(&h, &s);
			if (tty >= 0 && !failed)
				printf("%s\n", s == 0 ? "idle" : "speaking");
		} else if (strncmp(line, "stop", 4) == 0) {
			failed = syn6288_stop(&h);
		} else if (sscanf(line, "speak %d %599s", &type, hex) == 2) {
			size_t n = strlen(hex) / 2;
			for (size_t i = 0; i < n; i++) {
				unsigned v;
				if (sscanf(hex + 2 * i, "%2x", &v) != 1)
					return 5;
				text[i] = (char)v;
			}
			text[n] = 0;
			failed = syn6288_set_text_type(&h, (syn6288_type_t)type) != 0 || syn6288_synthesis_text(&h, text) != 0;
			if (tty >= 0 && !failed)
				printf("accepted\n");
		} else {
			return 6;
		}
		if (failed) {
			printf("failed\n");
		}
		fflush(stdout);
	}
	return 0;
}
