#!/bin/sh
# Makes the clips of this folder anew: sh assets/voice/make.sh [folder]
# Needs espeak-ng and sox (apt-get install espeak-ng sox). README.md says what
# each file says and how far to trust it.
set -eu
out=${1:-$(dirname "$0")}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# clip <folder> <name> <voice> <words a minute> <text>
clip() {
	mkdir -p "$out/$1"
	espeak-ng -a 60 -v "$3" -s "$4" -w "$work/raw.wav" "$5"
	# Silence off at both ends, 16 kHz, a rumble filter, and no click at the joints.
	sox -D "$work/raw.wav" -r 16000 -c 1 -b 16 "$work/cut.wav" \
		highpass 80 silence 1 0.003 0.4% fade t 0.004 reverse silence 1 0.003 0.4% fade t 0.012 reverse
	level "$work/cut.wav" "$out/$1/$2.wav"
}

# level brings a clip to 17 dB below full scale, measured over the whole clip, as
# far as its loudest sample stays 1 dB below it; and stores it as mu-law.
level() {
	gain=$(sox "$1" -n stat 2>&1 | awk '
		/^RMS +amplitude/ { rms = $3 }
		/^Maximum amplitude/ { max = $3 }
		/^Minimum amplitude/ { min = -$3 }
		END {
			peak = max > min ? max : min
			g = 0.141 / rms
			if (g * peak > 0.891) g = 0.891 / peak
			printf "%.4f", g
		}')
	sox -D "$1" -e mu-law -b 8 "$2" vol "$gain"
}

# clips <folder> <voice> <words a minute>, then a name and a text on each line
clips() {
	while read -r name text; do
		clip "$1" "$name" "$2" "$3" "$text"
	done
}

# The voice "cmn" reads its own pinyin as English words; this one does not.
clips cmn cmn-latn-pinyin 155 <<END
0 零
1 一
2 二
3 三
4 四
5 五
6 六
7 七
8 八
9 九
yao 幺
ten 十
hundred 百
please 请
number 号
to 到
window 号窗口
counter 窗口
again 再次呼叫
END

clips yue yue 140 <<END
0 零
1 一
2 二
3 三
4 四
5 五
6 六
7 七
8 八
9 九
ten 十
hundred 百
please 请
number 号
to 到
window 号窗口
counter 窗口
again 再次呼叫
END

clips en en-us 155 <<END
0 zero
1 one
2 two
3 three
4 four
5 five
6 six
7 seven
8 eight
9 nine
10 ten
11 eleven
12 twelve
13 thirteen
14 fourteen
15 fifteen
16 sixteen
17 seventeen
18 eighteen
19 nineteen
20 twenty
30 thirty
40 forty
50 fifty
60 sixty
70 seventy
80 eighty
90 ninety
hundred hundred
number Number
window please go to window
counter window
again Calling again
END

for letter in A B C D E F G H I J K L M N O P Q R S T U V W X Y Z; do
	small=$(echo $letter | tr A-Z a-z)
	clip cmn "$small" cmn-latn-pinyin 150 $letter
	clip en "$small" en-us 150 $letter
done

# Two strokes, a third apart, each dying away; the second begins 0.45 s after the first.
sox -D -n -r 16000 -c 1 -b 16 "$work/ding.wav" synth 1.0 sine 784 fade l 0.004 1.0 0.95 vol 0.5
sox -D -n -r 16000 -c 1 -b 16 "$work/dong.wav" synth 1.2 sine 622 fade l 0.004 1.2 1.15 vol 0.5 pad 0.45
sox -D -m "$work/ding.wav" "$work/dong.wav" "$work/chime.wav"
level "$work/chime.wav" "$out/chime.wav"
