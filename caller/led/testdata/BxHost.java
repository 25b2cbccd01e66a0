import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Calendar;
import java.util.Collections;
import java.util.HexFormat;

/**
 * Lets the card's maker's own classes be asked over standard input, a line for each
 * question:
 *
 *   show address 5|6 id x y w h run timeout align single display speed hold text
 *   power address 0|1
 *   clear address
 *   clock address year month day hour minute second
 *   unpack frame      answers: to from data, or bad
 *   answer frame      answers: ack, or nack and its code, or bad
 *
 * Bytes are hexadecimal, other numbers decimal.
 */
public class BxHost {
    static final HexFormat HEX = HexFormat.of();

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null; ) {
            System.out.println(reply(line.split(" ")));
            System.out.flush();
        }
    }

    static String reply(String[] q) {
        switch (q[0]) {
        case "show":
            boolean fifth = q[2].equals("5");
            int pixels = fifth ? 0 : 0x8000;
            BxAreaDynamic a = new BxAreaDynamic((byte) n(q[3]), (short) (pixels | n(q[4])), (short) n(q[5]),
                    (short) (pixels | n(q[6])), (short) n(q[7]), q.length > 15 ? HEX.parseHex(q[15]) : new byte[0], fifth);
            a.setRunMode((byte) n(q[8]));
            a.setTimeout((short) n(q[9]));
            a.setAlignment((byte) n(q[10]));
            a.setSingleLine((byte) n(q[11]));
            a.setDispMode((byte) n(q[12]));
            a.setSpeed((byte) n(q[13]));
            a.setHoldTime((byte) n(q[14]));
            return pack(q[1], new BxCmdSendDynamicArea(Collections.singletonList(a)));
        case "power":
            return pack(q[1], new BxCmdTurnOnOff(q[2].equals("1")));
        case "clear":
            return pack(q[1], new BxCmdClearScreen());
        case "clock":
            Calendar c = Calendar.getInstance();
            c.set(n(q[2]), n(q[3]) - 1, n(q[4]), n(q[5]), n(q[6]), n(q[7]));
            return pack(q[1], new BxCmdSystemClockCorrect(c.getTime()));
        case "unpack":
            byte[] f = HEX.parseHex(q[1]);
            BxDataPack p = BxDataPack.parse(f, f.length);
            return p == null ? "bad" : (p.dstAddr & 0xffff) + " " + (p.srcAddr & 0xffff) + " " + HEX.formatHex(p.data);
        case "answer":
            byte[] r = HEX.parseHex(q[1]);
            BxResp resp = BxResp.parse(r, r.length);
            return resp == null ? "bad" : resp.isAck() ? "ack" : "nack " + resp.error;
        }
        return "what?";
    }

    static int n(String s) { return Integer.parseInt(s); }

    static String pack(String address, BxCmd cmd) {
        BxDataPack p = new BxDataPack(cmd);
        p.dstAddr = (short) n(address);
        return HEX.formatHex(p.pack());
    }
}
