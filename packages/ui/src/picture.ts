/** Some phones give their own picture formats no type at all; what it really is the server looks at. */
export const mayBePicture = ({ type }: File): boolean => type === '' || type.startsWith('image/')

interface Bounds {
  readonly longestSide: number
  readonly quality: number
}

/**
 * A picture as it is kept and sent: its longest side bounded, and without the place and device that the camera wrote into
 * it, which so never leave the phone. What this browser cannot draw (HEIC on Android) goes as it is; the server cleans it
 * too.
 */
export async function shrink(picture: Blob, { longestSide, quality }: Bounds): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' })
    const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(bitmap.width * scale)
    canvas.height = Math.round(bitmap.height * scale)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
    return drawn ?? picture
  } catch {
    return picture
  }
}
