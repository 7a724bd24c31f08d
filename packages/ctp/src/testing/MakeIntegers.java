import java.util.Properties;
import jdbm.RecordManager;
import jdbm.RecordManagerFactory;
import jdbm.htree.HTree;

/** Makes a table as CTP does with @integer: args are the path without ending, how many texts, and "halt" to be killed at the end. */
public class MakeIntegers {
  public static void main(String[] args) throws Exception {
    RecordManager records = RecordManagerFactory.createRecordManager(args[0], new Properties());
    HTree index = HTree.createInstance(records);
    records.setNamedObject("index", index.getRecid());
    records.commit();
    int count = Integer.parseInt(args[1]);
    for (int at = 1; at <= count; at++) {
      String keyType = at % 3 == 0 ? "acc" : "ptid";
      String text = at % 7 == 0 ? "M\u00fcller^\u65e5\u672c \ud83d\ude00 " + at : "MADE" + at;
      String counter = "__" + keyType + "__";
      Integer last = (Integer) index.get(counter);
      Integer next = last == null ? 1 : last + 1;
      index.put(counter, next);
      index.put(keyType + "/" + text, next);
      records.commit();
    }
    if (args.length > 2) Runtime.getRuntime().halt(0);
    records.close();
  }
}
