using NAudio.Midi;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Rendering;

namespace RealtimeEmotion.Trainer.Tests.Rendering;

public sealed class MidiRendererTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Notes_sound_at_their_pitch_and_tempo()
    {
        // A4 for two seconds.
        WriteNotes("a.mid", 69);
        float[] plain = Render(new MidiSound { SoundFont = Font(), Programs = [80], Room = 0 }, out int rate);
        float[] changed = Render(new MidiSound { SoundFont = Font(), Programs = [80], Room = 0, Transposition = 12, Tempo = 2 }, out _);
        Assert.True(Power(plain, 440, rate) > 20 * Power(plain, 415.3, rate));
        Assert.True(Power(plain, 440, rate) > 20 * Power(plain, 466.2, rate));
        Assert.True(Power(changed, 880, rate) > 20 * Power(changed, 440, rate));
        double ratio = Sounding(plain) / (double)Sounding(changed);
        Assert.InRange(ratio, 1.7, 2.3);
    }

    [Fact]
    public void A_sound_says_all_that_makes_it()
    {
        Assert.Equal("piano.sf2, room 0.2", new MidiSound { SoundFont = "/fonts/piano.sf2" }.Description);
        Assert.Equal(
            "piano.sf2, program 0, transposed by −3, tempo 0.94, room 0.8",
            new MidiSound { SoundFont = "/fonts/piano.sf2", Programs = [0], Transposition = -3, Tempo = 0.94, Room = 0.8 }.Description);
        Assert.Contains(", each clip by one of the programs 6, 11, room", new MidiSound { SoundFont = "a.sf3", Programs = [6, 11] }.Description, StringComparison.Ordinal);
        Assert.Contains("transposed by +2", new MidiSound { SoundFont = "a.sf3", Transposition = 2 }.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rendering_is_found_again_by_its_content()
    {
        WriteNotes("a.mid", 69);
        MidiRenderer renderer = new(new MidiSound { SoundFont = Font() });
        string first = renderer.Render(_folder["a.mid"], _folder.Path);
        DateTime written = File.GetLastWriteTimeUtc(first);
        File.Copy(_folder["a.mid"], _folder["copy.mid"]);
        Assert.Equal(first, renderer.Render(_folder["copy.mid"], _folder.Path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(first));
        Assert.NotEqual(Path.GetFileName(first), new MidiRenderer(new MidiSound { SoundFont = Font(), Tempo = 1.1 }).NameOf(_folder["a.mid"]));
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Of_several_programs_a_files_notes_choose_one()
    {
        MidiRenderer several = new(new MidiSound { SoundFont = Font(), Programs = [0, 16, 80] });
        var chosen = new HashSet<int>();
        for (int note = 40; note < 70; note++)
        {
            WriteNotes("a.mid", note);
            int program = several.ProgramOf(File.ReadAllBytes(_folder["a.mid"]))!.Value;
            chosen.Add(program);

            // As if that program were the only one.
            Assert.Equal(new MidiRenderer(new MidiSound { SoundFont = Font(), Programs = [program] }).NameOf(_folder["a.mid"]), several.NameOf(_folder["a.mid"]));
        }

        Assert.Equal([0, 16, 80], chosen.Order());
        Assert.NotEqual(
            Render(new MidiSound { SoundFont = Font(), Programs = [0] }, out _),
            Render(new MidiSound { SoundFont = Font(), Programs = [80] }, out _));
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Assert.Contains("no such sound font", Assert.Throws<InputException>(() => new MidiRenderer(new MidiSound { SoundFont = _folder["none.sf2"] })).Message, StringComparison.Ordinal);
        Assert.Contains("128", Assert.Throws<InputException>(() => new MidiRenderer(new MidiSound { SoundFont = Font(), Programs = [0, 128] })).Message, StringComparison.Ordinal);
        Assert.Contains("--tempo", Assert.Throws<InputException>(() => new MidiRenderer(new MidiSound { SoundFont = Font(), Tempo = 9 })).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder["text.mid"], "this is no MIDI file at all");
        MidiRenderer renderer = new(new MidiSound { SoundFont = Font() });
        Assert.Contains("is no MIDI file", Assert.Throws<InputException>(() => renderer.Render(_folder["text.mid"], _folder.Path)).Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void EMOPIAs_layout_gives_classes_songs_and_parts()
    {
        Directory.CreateDirectory(_folder["midis"]);
        WriteNotes("midis/Q1_s_0.mid", 60);
        WriteNotes("midis/Q2_t_1.mid", 60);
        File.WriteAllText(_folder["split.csv"], "clip,label,song,split\nQ1_s_0,Q1,s,train\nQ2_t_1,Q2,t,val\n");
        EmopiaClip[] clips = [.. EmopiaClips.Read(_folder.Path, ClassMerge.Emotify)];
        Assert.Equal([("joy", "s", "train"), ("anger", "t", "val")], clips.Select(clip => (clip.Label, clip.Song, clip.Split)));
        File.AppendAllText(_folder["split.csv"], "Q3_u_0,Q3,u,val\n");
        Assert.Contains("line 4: there is no midis/Q3_u_0.mid", Assert.Throws<InputException>(() => EmopiaClips.Read(_folder.Path, ClassMerge.Emotify)).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder["split.csv"], "clip,label,song,split\nQ1_s_0,Q5,s,train\n");
        Assert.Contains("'label' is 'Q5'", Assert.Throws<InputException>(() => EmopiaClips.Read(_folder.Path, ClassMerge.Emotify)).Message, StringComparison.Ordinal);
    }

    private static string Font()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, "fluidsynth"))), "fluidsynth is not here (apt-get install fluidsynth)");
        try
        {
            return MidiRenderer.UsualSoundFont;
        }
        catch (InputException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    /// <summary>The power at a frequency, in half a second from shortly behind the note's start.</summary>
    private static double Power(float[] samples, double hertz, int rate)
    {
        int from = Array.FindIndex(samples, sample => Math.Abs(sample) > 0.01f) + (rate / 10);
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < rate / 2; i++)
        {
            real += samples[from + i] * Math.Cos(2 * Math.PI * hertz * i / rate);
            imaginary += samples[from + i] * Math.Sin(2 * Math.PI * hertz * i / rate);
        }

        return (real * real) + (imaginary * imaginary);
    }

    private static int Sounding(float[] samples) => Array.FindLastIndex(samples, sample => Math.Abs(sample) > 0.01f) - Array.FindIndex(samples, sample => Math.Abs(sample) > 0.01f);

    private float[] Render(MidiSound sound, out int rate) => AudioReading.ReadMono(new MidiRenderer(sound).Render(_folder["a.mid"], _folder.Path), out rate);

    private void WriteNotes(string name, int note)
    {
        const int TicksPerQuarter = 480;
        MidiEventCollection events = new(0, TicksPerQuarter);
        NoteOnEvent on = new(0, 1, note, 100, 4 * TicksPerQuarter);
        events.AddEvent(on, 1);
        events.AddEvent(on.OffEvent!, 1);
        events.PrepareForExport();
        MidiFile.Export(_folder[name], events);
    }
}
