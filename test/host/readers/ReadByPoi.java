import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.poi.hsmf.MAPIMessage;
import org.apache.poi.hsmf.datatypes.AttachmentChunks;
import org.apache.poi.hsmf.datatypes.Chunk;
import org.apache.poi.hsmf.datatypes.MAPIProperty;
import org.apache.poi.hsmf.datatypes.PropertiesChunk;
import org.apache.poi.hsmf.datatypes.PropertyValue;
import org.apache.poi.hsmf.datatypes.RecipientChunks;

/** Prints what Apache POI's HSMF finds in .msg files: an array with an object for each, bytes in hex. */
public class ReadByPoi {
    public static void main(String[] files) throws Exception {
        List<String> messages = new ArrayList<>();
        for (String file : files) {
            try (MAPIMessage message = new MAPIMessage(file)) {
                messages.add(message(message));
            }
        }
        System.out.println("[" + String.join(",", messages) + "]");
    }

    private static String message(MAPIMessage message) throws Exception {
        Map<String, String> values = new TreeMap<>();
        addProperties(values, message.getMainChunks().getRawProperties());
        for (List<Chunk> chunks : message.getMainChunks().getAll().values()) addChunks(values, chunks);
        RecipientChunks[] recipients = message.getRecipientDetailsChunks();
        Arrays.sort(recipients, Comparator.comparingInt(each -> each.recipientNumber));
        List<String> recipientTexts = new ArrayList<>();
        for (RecipientChunks recipient : recipients) recipientTexts.add("{" + valuesOf(recipient.getAll()) + "}");
        AttachmentChunks[] attachments = message.getAttachmentFiles();
        Arrays.sort(attachments, Comparator.comparing(AttachmentChunks::getPOIFSName));
        List<String> attachmentTexts = new ArrayList<>();
        for (AttachmentChunks attachment : attachments) {
            String embedded = isMessage(attachment) ? ",\"embedded\":" + message(attachment.getEmbeddedMessage()) : "";
            attachmentTexts.add("{" + valuesOf(attachment.getAll()) + embedded + "}");
        }
        return "{" + text(values) + ",\"recipients\":[" + String.join(",", recipientTexts) + "],\"attachments\":["
                + String.join(",", attachmentTexts) + "]}";
    }

    // It takes every attachment with a storage for a message.
    private static boolean isMessage(AttachmentChunks attachment) {
        return attachment.isEmbeddedMessage()
                && attachment.getAttachmentDirectory().getDirectory().hasEntry("__properties_version1.0");
    }

    private static String valuesOf(Chunk[] chunks) throws Exception {
        Map<String, String> values = new TreeMap<>();
        for (Chunk chunk : chunks) {
            if (chunk instanceof PropertiesChunk) addProperties(values, ((PropertiesChunk) chunk).getRawProperties());
        }
        addChunks(values, Arrays.asList(chunks));
        return text(values);
    }

    private static void addProperties(Map<String, String> values, Map<MAPIProperty, PropertyValue> properties) {
        for (PropertyValue value : properties.values()) {
            // Of those that have streams it knows the size here.
            if (!value.getActualType().isFixedLength()) continue;
            String key = String.format("%04X%04X", value.getProperty().id, value.getActualType().getId());
            values.put(key, hex(value.getRawValue()));
        }
    }

    private static void addChunks(Map<String, String> values, List<Chunk> chunks) throws Exception {
        for (Chunk chunk : chunks) {
            if (chunk instanceof PropertiesChunk || chunk.getType().getName().equals("Directory")) continue;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            chunk.writeValue(bytes);
            values.put(String.format("%04X%04X", chunk.getChunkId(), chunk.getType().getId()), hex(bytes.toByteArray()));
        }
    }

    private static String text(Map<String, String> values) {
        return "\"values\":{" + values.entrySet().stream()
                .map(each -> "\"" + each.getKey() + "\":\"" + each.getValue() + "\"")
                .collect(Collectors.joining(",")) + "}";
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) text.append(String.format("%02x", each & 0xff));
        return text.toString();
    }
}
